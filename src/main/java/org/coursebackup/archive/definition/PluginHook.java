package org.coursebackup.archive.definition;

/**
 * What a plugin adds to an element of another definition.
 *
 * @param plugin such as {@code qtype_essay}; it counts only where installed
 * @param at name of the element it hooks into
 * @param element the wrapper, or an element without a name whose children go straight into the host
 */
public record PluginHook(String plugin, String at, ElementDefinition element) {
    public String type() {
        return plugin.substring(0, plugin.indexOf('_'));
    }
}
