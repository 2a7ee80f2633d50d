"""Routes of the public pages."""

from withhold.web.public import views
from withhold.web.routes import EVERYBODY, Route

ROUTES = (
    Route("", views.home, EVERYBODY),
    Route("ledger", views.ledger, EVERYBODY, title="The ledger"),
    Route("counts", views.counts, EVERYBODY, title="Counts"),
    Route(r"templates/(?P<template>[a-z-]+(\.[a-z-]+)+)", views.template, EVERYBODY),
    Route("report", views.report, EVERYBODY, title="Annual report"),
    Route(r"report/(?P<year>\d{4})", views.report, EVERYBODY),
    Route(r"report/(?P<year>\d{4})\.csv", views.report_csv, EVERYBODY),
    Route(r"report/(?P<year>\d{4})\.pdf", views.report_pdf, EVERYBODY),
)
