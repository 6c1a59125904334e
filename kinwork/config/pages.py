"""Pages of libraries, declared here because their code cannot say it themselves."""

from django.http import HttpRequest

from kinwork.web.pages import ANYONE, Page, declared

# prefix of the view's module -> (action, why anybody may call it)
LIBRARIES = {
    "allauth.": Page("accounts.sign_in", who=ANYONE),  # allauth asks for sign-in where it must
    "ninja.": Page("hsds.read", who=ANYONE),  # the public directory, read only
    "django.views.i18n": Page("web.language", who=ANYONE),
    "django.contrib.staticfiles": Page("web.static", who=ANYONE),
}


def declared_page(view, request: HttpRequest) -> Page | None:
    """What this view declared about itself, else its library's line, else None: refused."""
    page = declared(view)
    if page is not None:
        return page
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    return next((page for prefix, page in LIBRARIES.items() if module.startswith(prefix)), None)
