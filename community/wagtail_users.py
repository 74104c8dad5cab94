from wagtail.users.apps import WagtailUsersAppConfig


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user screens with the portal's own form."""

    user_viewset = "community.people_viewsets.PersonViewSet"
