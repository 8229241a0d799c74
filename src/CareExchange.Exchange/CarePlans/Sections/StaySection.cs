using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Stays, visits and procedures, newest first.</summary>
internal static class StaySection
{
    public static List<StayLine> Build(PlanResources resources) =>
    [
        .. resources.OfType("Encounter").Select(encounter => Encounter(resources, encounter))
            .Concat(resources.OfType("Procedure").Select(procedure => Procedure(resources, procedure)))
            .OfType<StayLine>()
            .OrderByDescending(stay => stay.IsOngoing)
            .ThenByDescending(stay => stay.Period.Start ?? stay.Period.End ?? DateOnly.MinValue),
    ];

    private static StayLine? Encounter(PlanResources resources, PlanResource encounter)
    {
        var root = encounter.Root;
        if (root["status"].Text is "cancelled" or "entered-in-error" or "planned") return null;
        var text = Phrases.Join(root.Children("reasonCode").ToArray().Select(Phrases.Of)) ?? Phrases.Of(root["serviceType"]) ?? Phrases.Of(root["type"]) ?? Phrases.Of(root["class"]);
        if (text is null) return null;
        var period = Days.Span(root["period"]);
        var hospitalization = root["hospitalization"];
        return new(
            encounter.Reference,
            encounter.Source,
            root["class"]["code"].Text ?? "",
            text,
            References.Name(resources, root["serviceProvider"]) ?? References.Name(resources, root["location"]["location"]),
            period,
            root["status"].Text is "in-progress" or "onleave" or "arrived" && period.End is null,
            Phrases.Of(hospitalization["dischargeDisposition"]),
            null,
            null);
    }

    private static StayLine? Procedure(PlanResources resources, PlanResource procedure)
    {
        var root = procedure.Root;
        if (root["status"].Text is "entered-in-error" or "not-done" or "stopped" || Phrases.Of(root["code"]) is not { } text) return null;
        var performed = root["performed"];
        return new(
            procedure.Reference,
            procedure.Source,
            "procedure",
            Phrases.Join([text, Phrases.Of(root["bodySite"])], " · ")!,
            References.Name(resources, root["performer"]["actor"]) ?? References.Name(resources, root["location"]),
            performed.TypeName == "Period" ? Days.Span(performed) : new Span(Days.First(performed), Days.Last(performed)),
            root["status"].Text == "in-progress",
            null,
            Phrases.Of(root["followUp"]),
            Phrases.Of(root["note"]["text"]));
    }
}
