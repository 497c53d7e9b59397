# Tests of the generators: a small fixture goes through all of them and is compiled (unit/gen/fixture),
# and each refusal is tried (unit/gen/refuse_*.sh).
set(dir ${CMAKE_CURRENT_SOURCE_DIR}/unit/gen/fixture)
set(out ${CMAKE_CURRENT_BINARY_DIR}/fixture/gen)
file(GLOB_RECURSE inputs CONFIGURE_DEPENDS ${dir}/*)
set(made sql/migrations sql/statements sql/people sql/answers msg tpl/list_page tpl/list_row tpl/list_end assets)
set(outputs)
set(sources)
foreach(name ${made})
  list(APPEND outputs ${out}/${name}.h ${out}/${name}.c)
  list(APPEND sources ${out}/${name}.c)
endforeach()
add_custom_command(OUTPUT ${outputs}
  COMMAND sqlgen ${out}/sql migrations/0001_people.sql migrations/0002_answers.sql -- queries/people.sql queries/answers.sql
  COMMAND msggen ${out} locales/ru/common.json locales/ru/list.json -- locales/en/common.json locales/en/list.json
  COMMAND tplgen ${out}/tpl templates templates/list/page.html templates/list/row.html templates/list/end.html
  COMMAND ${CMAKE_SOURCE_DIR}/daemon/gen/assets.sh ${out} assets assets/app.css assets/app.js
    assets/icons/mark.svg assets/lib/words.js assets/robots.txt
  COMMAND ${CMAKE_COMMAND} -E touch ${outputs}
  DEPENDS sqlgen msggen tplgen ${CMAKE_SOURCE_DIR}/daemon/gen/assets.sh ${inputs}
  WORKING_DIRECTORY ${dir} COMMENT "generators on their fixture" VERBATIM)
add_library(gen_fixture STATIC ${sources} unit/gen/stmt_fake.c ${CMAKE_SOURCE_DIR}/daemon/http/html.c)
target_link_libraries(gen_fixture PUBLIC base)
otbor_unit(gen gen_fixture)
# The fixture's "gen/…" must be found before that of the product.
foreach(target gen_fixture test_gen_assets test_gen_html test_msggen test_sqlgen test_tplgen)
  target_include_directories(${target} BEFORE PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/fixture ${dir}/include)
endforeach()

foreach(tool sql tpl msg)
  add_test(NAME ${tool}gen_refuses
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/unit/gen/refuse_${tool}.sh $<TARGET_FILE:${tool}gen>)
endforeach()
add_test(NAME tplgen_compiles
  COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/unit/gen/compile_tpl.sh $<TARGET_FILE:tplgen> ${CMAKE_C_COMPILER} ${CMAKE_SOURCE_DIR})
