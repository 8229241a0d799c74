using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>Tells what is known of single concepts: R4 CodeSystem/$lookup and $subsumes over what the packs hold. Thread-safe.</summary>
public sealed class ConceptLookup(CodeSystemCatalog systems)
{
    /// <summary>Everything known of a code.</summary>
    /// <param name="system">Its system.</param>
    /// <param name="version">The version of the system, or null.</param>
    /// <param name="code">The code.</param>
    /// <param name="language">The language of the display, a BCP-47 tag, or null.</param>
    /// <returns>The concept; or issues <c>code-system-unknown</c>, <c>code-unknown</c>.</returns>
    public Outcome<ConceptDetails> Lookup(string system, string? version, string code, string? language = null)
    {
        if (systems.Find(system, version) is not { } found) return UnknownSystem(system, version);
        var index = found.IndexOf(code);
        if (index < 0) return found.IsComplete ? UnknownCode(found, code) : UnknownSystem(system, version);

        var properties = new List<ConceptProperty>();
        foreach (var (name, value) in found.Concepts.Properties(index))
        {
            // The hierarchy is told below in one form, however the system writes it.
            if (name is "parent" or "child" or "subsumedBy") continue;
            properties.Add(new(name, value, found.Definition.Properties.FirstOrDefault(known => known.Code == name)?.Type ?? "string", null));
        }

        foreach (var parent in found.Parents(index)) properties.Add(new("parent", found.Concepts.Code(parent), "code", found.Concepts.Display(parent)));
        foreach (var child in found.Children(index)) properties.Add(new("child", found.Concepts.Code(child), "code", found.Concepts.Display(child)));
        return new ConceptDetails(found.Definition, found.Concepts.Code(index), ConceptDisplay.Of(found, index, language))
        {
            IsAbstract = found.IsAbstract(index),
            IsInactive = found.IsInactive(index),
            Designations = found.Concepts.Designations(index),
            Properties = properties,
        };
    }

    /// <summary>How two codes of one system stand to each other.</summary>
    /// <returns><c>equivalent</c>, <c>subsumes</c> (the first is an ancestor of the second), <c>subsumed-by</c> or <c>not-subsumed</c>; or issues as of <see cref="Lookup"/>.</returns>
    public Outcome<string> Subsumes(string system, string? version, string first, string second)
    {
        if (systems.Find(system, version) is not { } found) return UnknownSystem(system, version);
        var (a, b) = (found.IndexOf(first), found.IndexOf(second));
        if (a < 0 || b < 0) return found.IsComplete ? UnknownCode(found, a < 0 ? first : second) : UnknownSystem(system, version);
        if (a == b) return "equivalent";

        // Only where nesting means is-a does it say what includes what (R4 codesystem.html#hierarchy).
        if (found.Definition.HierarchyMeaning is not (null or "is-a")) return "not-subsumed";
        return found.IsA(b, a) ? "subsumes" : found.IsA(a, b) ? "subsumed-by" : "not-subsumed";
    }

    private static Issue UnknownSystem(string system, string? version) => Issue.Error(
        "not-found", "code-system-unknown", "The content of the code system is not at hand.", "코드 체계의 내용이 없습니다.") with { Found = version is null ? system : $"{system}|{version}" };

    private static Issue UnknownCode(CodeSystem system, string code) => Issue.Error(
        "not-found", "code-unknown", "The code system has no such code.", "코드 체계에 없는 코드입니다.") with { Expected = system.Definition.Url, Found = code };
}
