-- Three more random questions in a quiz of the 5.1 site, from two banks of other courses, and parts of a question of
-- each category: what several conditions of one activity come to, and whether parts follow, changed from build to build.
insert into mdl_question_set_references (usingcontextid, component, questionarea, itemid, questionscontextid, filtercondition)
  values (243, 'mod_quiz', 'slot', 999001, 211,
    '{"filter":{"category":{"jointype":1,"values":[58242],"filteroptions":{"includesubcategories":false}}}}'),
  (243, 'mod_quiz', 'slot', 999002, 211,
    '{"filter":{"category":{"jointype":1,"values":[58244],"filteroptions":{"includesubcategories":false}}}}'),
  (243, 'mod_quiz', 'slot', 999003, 180,
    '{"filter":{"category":{"jointype":1,"values":[58229],"filteroptions":{"includesubcategories":true}}}}');
create temporary table whole as select q.id, e.questioncategoryid as category from mdl_question q
  join mdl_question_versions v on v.questionid = q.id join mdl_question_bank_entries e on e.id = v.questionbankentryid
  where e.questioncategoryid in (58242, 58244, 58228) and q.parent = 0;
update mdl_question set parent = (select max(id) from whole where category = 58242)
  where id in (select min(id) from whole group by category);
