#!/usr/bin/env python3
"""Prints SQL that fills a freshly installed Moodle with the rows of a site of a newer version, on the same server.

  fill.py SOURCE TARGET <COLUMNS

SOURCE and TARGET are databases of MariaDB (which has to take double quotes for names) or schemas of PostgreSQL. COLUMNS are
lines "database table column nullable (YES or NO) type length" of both, in the order of information_schema. Of each table
that both have come the columns that both have; what tells the target its own version stays as it is.
"""
import collections
import sys

OWN = set("""config config_plugins modules block capabilities external_functions external_services
external_services_functions upgrade_log log_display message_providers message_processors sessions cache_flags
task_scheduled task_adhoc task_log events_handlers events_queue registration_hubs mnet_application mnet_host mnet_service
mnet_rpc mnet_remote_rpc mnet_remote_service2rpc mnet_service2rpc mnet_host2service h5p_libraries
h5p_libraries_hub_cache h5p_library_dependencies h5p_libraries_cachedassets h5p h5p_contents_libraries
tool_usertours_tours tool_usertours_steps reportbuilder_report config_log""".split())


NUMBERS = set("bigint int integer mediumint smallint tinyint decimal numeric double double_precision float real".split())
VARCHAR = ("varchar", "character_varying")

Column = collections.namedtuple("Column", "nullable type length")


def value(name, source, target):
    sql = f'"{name}"'
    if target.type in VARCHAR and source.length > target.length:
        sql = f"left({sql}, {target.length})"
    if source.nullable and not target.nullable:
        sql = f"""coalesce({sql}, {"0" if target.type in NUMBERS else "''"})"""
    return sql


def main():
    source, target = sys.argv[1:3]
    tables = collections.defaultdict(lambda: collections.defaultdict(dict))
    for line in sys.stdin:
        database, table, column, nullable, kind, length = line.split()
        tables[database][table][column] = Column(nullable == "YES", kind, int(length))
    for table, columns in sorted(tables[target].items()):
        of_source = tables[source].get(table)
        if of_source is None or table.removeprefix("mdl_") in OWN:
            continue
        common = [c for c in columns if c in of_source]
        values = [value(c, of_source[c], columns[c]) for c in common]
        names = ", ".join(f'"{c}"' for c in common)
        print(f'delete from "{table}"; insert into "{table}" ({names}) select {", ".join(values)} from {source}."{table}";')
    # modules have the site's ids and this build's versions; activities of modules that the build lacks go
    others = ", ".join(f'n."{c}"' for c in tables[target]["mdl_modules"] if c != "id")
    print(f"""create temporary table own_modules as select o.id, {others} from mdl_modules n
      join {source}.mdl_modules o on o.name = n.name;
    delete from mdl_modules; insert into mdl_modules select * from own_modules;
    create temporary table gone as select id from mdl_course_modules where module not in (select id from mdl_modules);
    delete from mdl_context where contextlevel = 70 and instanceid in (select id from gone);
    delete from mdl_course_modules where id in (select id from gone);""")
    if "component" in tables[target]["mdl_course_sections"] and "mdl_subsection" not in tables[target]:
        print("update mdl_course_sections set component = null, itemid = null where component = 'mod_subsection';")
    if "mdl_scorm_scoes_track" in tables[target]:
        print(f"""insert into mdl_scorm_scoes_track (id, userid, scormid, scoid, attempt, element, value, timemodified)
          select v.id, a.userid, a.scormid, v.scoid, a.attempt, e.element, coalesce(v.value, ''), v.timemodified
          from {source}.mdl_scorm_scoes_value v join {source}.mdl_scorm_attempt a on a.id = v.attemptid
          join {source}.mdl_scorm_element e on e.id = v.elementid;""")
    print(f"""delete from mdl_config_plugins where plugin = 'backup';
    insert into mdl_config_plugins (plugin, name, value)
      select plugin, name, value from {source}.mdl_config_plugins where plugin = 'backup';
    update mdl_course set cacherev = cacherev + 1;""")
    if target == "public":  # numbers of new rows go on behind the rows that came with theirs
        for table, columns in sorted(tables[target].items()):
            if "id" in columns:
                print(f"""select setval(pg_get_serial_sequence('{table}', 'id'), (select coalesce(max(id), 1) from {table}));""")


main()
