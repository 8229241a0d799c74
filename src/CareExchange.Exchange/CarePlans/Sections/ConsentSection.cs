using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Consents in force today, as the person gave them.</summary>
internal static class ConsentSection
{
    public static List<ConsentLine> Build(PlanResources resources) =>
    [
        .. from consent in resources.OfType("Consent")
           where consent.Root["status"].Text == "active" && consent.Root["provision"]["type"].Text != "deny"
           let line = Line(resources, consent)
           where line.Period.Covers(resources.Today)
           orderby line.Holder?.Korean, line.Reference
           select line,
    ];

    private static ConsentLine Line(PlanResources resources, PlanResource consent)
    {
        var root = consent.Root;
        var provision = root["provision"];
        List<Phrase> recipients = [], purposes = [];
        foreach (var actor in provision.Children("actor"))
        {
            if (References.Name(resources, actor["reference"]) is { } name) recipients.Add(name);
        }

        foreach (var purpose in provision.Children("purpose"))
        {
            if (Phrases.Of(purpose) is { } name) purposes.Add(name);
        }

        return new(
            consent.Reference,
            consent.Source,
            consent.Id,
            consent.Version,
            Kind(root) ?? new("동의", "Consent"),
            References.Name(resources, root["organization"]),
            recipients,
            Categories(provision),
            purposes,
            References.Name(resources, root["performer"]),
            Days.First(root["dateTime"]),
            Days.Span(provision["period"]));
    }

    private static Phrase? Kind(Element consent)
    {
        Phrase? any = null;
        foreach (var category in consent.Children("category"))
        {
            if (Codes.In(category, Codes.ConsentCategory) is not null) return Phrases.Of(category);
            any ??= Phrases.Of(category);
        }

        return any ?? Phrases.Of(consent["scope"]);
    }

    // Data categories stand as class (Coding) or as code (CodeableConcept); both are in use.
    private static List<string> Categories(Element provision)
    {
        List<string> categories = [];
        foreach (var coding in provision.Children("class"))
        {
            if (coding["system"].Text == Codes.DataCategory && coding["code"].Text is { } code) categories.Add(code);
        }

        foreach (var concept in provision.Children("code"))
        {
            if (Codes.In(concept, Codes.DataCategory) is { } code) categories.Add(code);
        }

        return [.. categories.Distinct(StringComparer.Ordinal)];
    }
}
