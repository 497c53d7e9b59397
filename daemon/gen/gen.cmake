# The generators and what they make. Sets GENERATED (C sources for the server) and the target
# `generated`; headers are included as "gen/…".
#
# Each generator runs once over all its inputs and leaves unchanged files alone; a stamp tells the
# build that it ran, so only what really changed is compiled again. Folders may be missing or empty:
# the tables are then empty.
set(GEN ${CMAKE_BINARY_DIR}/gen)
set(GENERATED)
set(GEN_STAMPS)

add_library(gen_base OBJECT daemon/gen/gen.c)
file(GLOB GEN_SQL_C CONFIGURE_DEPENDS daemon/gen/sql*.c)
file(GLOB GEN_TPL_C CONFIGURE_DEPENDS daemon/gen/tpl*.c)
file(GLOB GEN_MSG_C CONFIGURE_DEPENDS daemon/gen/msg*.c)
add_executable(sqlgen ${GEN_SQL_C})
add_executable(tplgen ${GEN_TPL_C})
add_executable(msggen ${GEN_MSG_C})
foreach(tool sqlgen tplgen msggen)
  target_link_libraries(${tool} PRIVATE gen_base base)
  target_link_options(${tool} PRIVATE -Wl,--as-needed) # base names libraries that these do not use
endforeach()

# gen_run(NAME tool… COMMAND … INPUTS … OUTPUTS …)
function(gen_run name)
  cmake_parse_arguments(ARG "" "" "COMMAND;INPUTS;OUTPUTS" ${ARGN})
  add_custom_command(OUTPUT ${GEN}/${name}.stamp BYPRODUCTS ${ARG_OUTPUTS}
    COMMAND ${ARG_COMMAND}
    COMMAND ${CMAKE_COMMAND} -E touch ${GEN}/${name}.stamp
    DEPENDS ${ARG_INPUTS}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    COMMENT "${name}" VERBATIM)
  set(sources ${ARG_OUTPUTS})
  list(FILTER sources INCLUDE REGEX "\\.c$")
  set(GENERATED ${GENERATED} ${sources} PARENT_SCOPE)
  set(GEN_STAMPS ${GEN_STAMPS} ${GEN}/${name}.stamp PARENT_SCOPE)
endfunction()

# Statements and migrations
file(GLOB GEN_MIGRATIONS RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS migrations/*.sql)
file(GLOB GEN_STATEMENTS RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS web/queries/*.sql
  daemon/auth/*.sql daemon/jobs/*.sql daemon/mail/*.sql daemon/store/*.sql)
set(outputs ${GEN}/sql/statements.h ${GEN}/sql/statements.c ${GEN}/sql/migrations.h ${GEN}/sql/migrations.c)
foreach(file ${GEN_STATEMENTS})
  get_filename_component(stem ${file} NAME_WE)
  list(APPEND outputs ${GEN}/sql/${stem}.h ${GEN}/sql/${stem}.c)
endforeach()
list(REMOVE_DUPLICATES outputs)
gen_run(sqlgen COMMAND sqlgen ${GEN}/sql ${GEN_MIGRATIONS} -- ${GEN_STATEMENTS}
  INPUTS sqlgen ${GEN_MIGRATIONS} ${GEN_STATEMENTS} OUTPUTS ${outputs})

# Texts
file(GLOB GEN_RU RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS web/locales/ru/*.json)
file(GLOB GEN_EN RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS web/locales/en/*.json)
gen_run(msggen COMMAND msggen ${GEN} ${GEN_RU} -- ${GEN_EN} INPUTS msggen ${GEN_RU} ${GEN_EN}
  OUTPUTS ${GEN}/msg.h ${GEN}/msg.c)

# Templates
file(GLOB_RECURSE GEN_TEMPLATES RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS web/templates/*.html)
if(GEN_TEMPLATES)
  set(outputs)
  foreach(file ${GEN_TEMPLATES})
    string(REGEX REPLACE "^web/templates/(.*)\\.html$" "\\1" name ${file})
    string(REGEX REPLACE "[^A-Za-z0-9]" "_" name ${name})
    list(APPEND outputs ${GEN}/tpl/${name}.h ${GEN}/tpl/${name}.c)
  endforeach()
  list(REMOVE_DUPLICATES outputs)
  gen_run(tplgen COMMAND tplgen ${GEN}/tpl web/templates ${GEN_TEMPLATES} INPUTS tplgen ${GEN_TEMPLATES}
    OUTPUTS ${outputs})
endif()

# Files for browsers
file(GLOB_RECURSE GEN_ASSETS RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS web/assets/*)
gen_run(assets COMMAND ${CMAKE_SOURCE_DIR}/daemon/gen/assets.sh ${GEN} web/assets ${GEN_ASSETS}
  INPUTS daemon/gen/assets.sh ${GEN_ASSETS} OUTPUTS ${GEN}/assets.h ${GEN}/assets.c)

# Not part of "all" by itself: the server needs it, the base room does not.
add_custom_target(generated DEPENDS ${GEN_STAMPS})
