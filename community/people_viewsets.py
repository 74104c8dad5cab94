"""The CMS's screens about people, on Wagtail's own: all writes go through the services."""

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Lower
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.users.views import users

from community.enums import Affiliation
from community.errors import RuleBroken
from community.people_forms import PersonForm
from community.permissions import can_delete_person, can_manage_person
from community.services import people


class PersonFilterSet(users.UserFilterSet):
    affiliation = django_filters.ChoiceFilter(label=_("Status afiliasi"), choices=Affiliation)


class PersonIndexView(users.IndexView):
    search_fields = ["name", "email"]
    add_item_label = _("Tambah orang")
    page_title = _("Orang")

    @property
    def columns(self):
        user_column = self._get_title_column_class(users.UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            user_column(
                "name", accessor="name", label=_("Nama"), sort_key="name", get_url=self.get_edit_url, classname="name"
            ),
            Column("email", label=_("Alamat surel"), sort_key="email"),
            Column("instansi", label=_("Instansi")),
            Column("affiliation", accessor="get_affiliation_display", label=_("Afiliasi"), sort_key="affiliation"),
            BooleanColumn("is_active", label=_("Aktif"), sort_key="is_active"),
            DateColumn("last_login", label=_("Terakhir masuk"), sort_key="last_login"),
        ]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("instansi")

    def order_queryset(self, queryset):
        """By name without regard to case, which no database is left to decide."""
        if self.ordering in ("name", "-name"):
            order = Lower("name")
            return queryset.order_by(order.desc() if self.ordering == "-name" else order.asc(), "pk")
        return super().order_queryset(queryset)


class SavesByService:
    """Gives the form its actor, and puts a refusal of the services above the form."""

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "actor": self.request.user}

    def save_instance(self):
        return self.form.save()

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except RuleBroken as refusal:
            form.add_error(None, refusal.message)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class PersonCreateView(SavesByService, users.CreateView):
    page_title = _("Tambah orang")
    error_message = _("Akun belum dibuat. Periksa isian di bawah.")
    success_message = _("Akun untuk %(object)s dibuat. Surel undangan sudah masuk antrean.")


class PersonEditView(SavesByService, users.EditView):
    success_message = _("Akun %(object)s diperbarui.")
    error_message = _("Akun belum disimpan. Periksa isian di bawah.")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.can_delete = can_delete_person(request.user, self.object) and request.user.pk != self.object.pk

    def dispatch(self, request, *args, **kwargs):
        if not can_manage_person(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PersonDeleteView(users.DeleteView):
    page_title = _("Hapus orang")
    success_message = _("Akun %(object)s dihapus.")

    def form_valid(self, form):
        """Refused with the reason, on the page where the account can be deactivated instead."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except RuleBroken as refusal:
            messages.error(self.request, refusal.message)
            return HttpResponseRedirect(reverse(self.edit_url_name, args=[self.object.pk]))

    def delete_action(self):
        people.delete_person(self.object, actor=self.request.user)


class PersonViewSet(users.UserViewSet):
    ordering = "name"
    copy_view_enabled = False  # an account is made for one person
    menu_label = _("Orang")
    filterset_class = PersonFilterSet
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    create_template_name = "community/person_create.html"
    edit_template_name = "community/person_edit.html"

    def get_form_class(self, for_update=False):
        return PersonForm
