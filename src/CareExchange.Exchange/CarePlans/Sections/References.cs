using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Reads Reference elements.</summary>
internal static class References
{
    /// <summary>Type/id, without base address and version; null for a logical or internal reference.</summary>
    public static string? Key(Element reference)
    {
        if (reference["reference"].Text is not { Length: > 0 } text || text[0] == '#') return null;
        var history = text.IndexOf("/_history/", StringComparison.Ordinal);
        if (history >= 0) text = text[..history];
        var id = text.LastIndexOf('/');
        if (id <= 0) return null;
        var type = text.LastIndexOf('/', id - 1);
        return text[(type + 1)..];
    }

    /// <summary>The organisation behind a reference: of a staff member the one they act for, otherwise the name itself.</summary>
    public static Phrase? Organization(PlanResources resources, Element reference) =>
        resources.Find(reference) is { Type: "PractitionerRole" } role && Name(resources, role.Root["organization"]) is { } organization
            ? organization
            : Name(resources, reference);

    /// <summary>The name of what is referred to: as the resource says, or as the reference does; null when neither does.</summary>
    public static Phrase? Name(PlanResources resources, Element reference)
    {
        if (!reference.Exists) return null;
        return (resources.Find(reference) is { } resource ? Names.Of(resource) : null) ?? Phrases.Of(reference["display"]);
    }
}
