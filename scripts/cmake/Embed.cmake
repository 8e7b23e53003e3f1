# SPDX-License-Identifier: Apache-2.0
# kvolt_embed(TARGET FUNCTION FILES...): adds a generated source to TARGET that defines
#   const std::vector<kvolt::File>& kvolt::FUNCTION();
# with the text of FILES, paths relative to the source tree. So the tool is one file.
function(kvolt_embed target function)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DFUNCTION=${function} -DROOT=${CMAKE_SOURCE_DIR} "-DFILES=${ARGN}"
            -P ${CMAKE_SOURCE_DIR}/scripts/cmake/EmbedRun.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/scripts/cmake/EmbedRun.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

# kvolt_embed_hash(TARGET FUNCTION FILES...): adds a generated source to TARGET that defines
#   const char* kvolt::FUNCTION();
# with the SHA-256 over FILES, for sources that the tool is made of and does not carry.
function(kvolt_embed_hash target function)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DFUNCTION=${function} -DROOT=${CMAKE_SOURCE_DIR} "-DFILES=${ARGN}"
            -P ${CMAKE_SOURCE_DIR}/scripts/cmake/HashRun.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/scripts/cmake/HashRun.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
