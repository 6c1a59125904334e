"""The same pages twice: under the family's own page, and under a household at a desk."""

from django.urls import path

from kinwork.family.plans.views import goals, reviews, seeing, sharing, steps
from kinwork.family.plans.views.place import OURS

PAGES = (
    ("", seeing.plan, "plan"),
    ("start/", seeing.start, "start"),
    ("story/", seeing.story, "story"),
    ("compare/", seeing.compare, "compare"),
    ("print/", seeing.paper, "paper"),
    ("review/", reviews.plan, "plan_review"),
    ("needs/<uuid:need>/", goals.from_need, "from_need"),
    ("results/<uuid:result>/", goals.from_result, "from_result"),
    ("goals/add/", goals.add, "add_goal"),
    ("goals/<uuid:goal>/", seeing.goal, "goal"),
    ("goals/<uuid:goal>/edit/", goals.edit, "edit_goal"),
    ("goals/<uuid:goal>/scale/", goals.scale, "write_scale"),
    ("goals/<uuid:goal>/rate/", goals.rate, "rate_goal"),
    ("goals/<uuid:goal>/close/", goals.close, "close_goal"),
    ("goals/<uuid:goal>/decide/<slug:verb>/", goals.decide, "decide_goal"),
    ("goals/<uuid:goal>/order/<slug:way>/", goals.order, "order_goal"),
    ("goals/<uuid:goal>/steps/add/", steps.add, "add_step"),
    ("steps/<uuid:step>/edit/", steps.edit, "edit_step"),
    ("steps/<uuid:step>/<slug:verb>/", steps.move, "move_step"),
)

app_name = "plans"
urlpatterns = [
    *(path(f"ours/plan/{end}", pair.ours, name=f"{OURS}{name}") for end, pair, name in PAGES),
    path("ours/plan/who/", sharing.who, name=f"{OURS}who"),
    path("ours/plan/who/<uuid:agency>/<slug:way>/", sharing.change, name=f"{OURS}share"),
    *(
        path(f"households/<uuid:household>/plan/{end}", pair.desk, name=name)
        for end, pair, name in PAGES
    ),
    path(
        "households/<uuid:household>/plan/review/<uuid:review>/", reviews.hold, name="hold_review"
    ),
]
