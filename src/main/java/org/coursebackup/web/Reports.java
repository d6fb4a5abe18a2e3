package org.coursebackup.web;

import org.coursebackup.report.ArchivePages;
import org.coursebackup.report.CausePages;
import org.coursebackup.report.Courses;
import org.coursebackup.report.Live;
import org.coursebackup.report.Overview;
import org.coursebackup.report.ProvenComponents;
import org.coursebackup.report.RetentionOutlook;
import org.coursebackup.report.RouteMap;
import org.coursebackup.report.RunPages;
import org.coursebackup.report.Site;

/** What there is to show, to people as pages and to programs as JSON. */
record Reports(
        Live live,
        Site site,
        Overview overview,
        CausePages causes,
        Courses courses,
        ArchivePages archives,
        RunPages runs,
        RouteMap routes,
        ProvenComponents proofs,
        MachineRoom room,
        RetentionOutlook retention) {}
