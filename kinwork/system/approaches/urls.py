"""Addresses of the registry of approaches, below /approaches/."""

from django.urls import path

from kinwork.system.approaches.views import coding, counting, profiling, projects, registry

app_name = "approaches"
ONE = "<uuid:approach>/"
urlpatterns = [
    path("", registry.listing, name="list"),
    path("file.csv", registry.file, name="file"),
    path("find/", registry.find, name="find"),
    path("counts/", counting.counts, name="counts"),
    path("counts/<str:table>.csv", counting.counts_file, name="counts_file"),
    path("projects/", projects.projects, name="projects"),
    path("projects/file.csv", projects.projects_file, name="projects_file"),
    path("projects/add/", projects.add_project, name="add_project"),
    path("projects/import/", projects.import_projects, name="import_projects"),
    path("projects/<uuid:project>/", projects.change_project, name="change_project"),
    path(ONE, registry.see, name="see"),
    path(f"{ONE}judge/", registry.judge, name="judge"),
    path(f"{ONE}select/", registry.select, name="select"),
    path(f"{ONE}draft/<str:key>/", profiling.draft, name="draft"),
    path(f"{ONE}profile/", profiling.profile, name="profile"),
    path(f"{ONE}send/", profiling.send, name="send"),
    path(f"{ONE}return/", profiling.return_by_hand, name="return_by_hand"),
    path(f"{ONE}stop-waiting/", profiling.stop_waiting, name="stop_waiting"),
    path(f"{ONE}leave-out/", profiling.leave_out, name="leave_out"),
    path(f"{ONE}code/", coding.code, name="code"),
    path(f"{ONE}reconcile/<str:criterion>/", coding.reconcile, name="reconcile"),
    path(f"{ONE}classify/", registry.classify, name="classify"),
]
