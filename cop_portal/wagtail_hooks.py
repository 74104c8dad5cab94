"""What the portal as a whole changes in the CMS's menus."""

from wagtail import hooks

from community.permissions import is_organiser


@hooks.register("construct_reports_menu")
def reports_for_organisers(request, menu_items):
    """The report of page types names whatever was edited last (`CmsHidesWhatIsHidden`)."""
    if not is_organiser(request.user):
        menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]


@hooks.register("construct_help_menu")
def help_without_links_to_elsewhere(request, menu_items):
    """Wagtail's news and its guide are in English and on another site; our guides are in the documentation."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(("whats-new", "editor-guide"))]
