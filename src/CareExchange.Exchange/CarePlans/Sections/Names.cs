using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>What people and organisations are called.</summary>
internal static class Names
{
    public static Phrase? Of(PlanResource resource) => resource.Type switch
    {
        "Organization" => Organization(resource.Root),
        "PractitionerRole" => Phrases.Of(resource.Root["practitioner"]["display"]),
        "Patient" or "RelatedPerson" or "Practitioner" => Person(resource.Root) is { } name ? new(name) : null,
        "CareTeam" => Phrases.Of(resource.Root["name"]),
        _ => null,
    };

    /// <summary>A human name as it is said in Korea: the text, or family and given name without a space.</summary>
    public static string? Person(Element holder)
    {
        var name = holder["name"];
        foreach (var candidate in holder.Children("name"))
        {
            if (candidate["use"].Text is "official" or "usual")
            {
                name = candidate;
                break;
            }
        }

        if (name["text"].Text is { Length: > 0 } text) return text;
        var given = string.Concat(name.Children("given").ToArray().Select(part => part.Text));
        var joined = name["family"].Text + (IsHangul(name["family"].Text) ? "" : " ") + given;
        return joined.Trim() is { Length: > 0 } written ? written : null;
    }

    private static bool IsHangul(string? text) => text is { Length: > 0 } && Phrases.HasHangul(text);

    /// <summary>An organisation's name, with an alias in Latin letters as the English one.</summary>
    public static Phrase? Organization(Element organization)
    {
        if (organization["name"].Text is not { Length: > 0 } name) return null;
        foreach (var alias in organization.Children("alias"))
        {
            if (alias.Text is { Length: > 0 } other && !Phrases.HasHangul(other)) return new(name, other);
        }

        return Phrases.Of(organization["name"]);
    }
}
