using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Observations that say something in words, one fact each.</summary>
internal static class Facts
{
    /// <summary>Observations that still stand, newest first.</summary>
    public static IEnumerable<PlanResource> Standing(PlanResources resources) =>
        resources.OfType("Observation")
            .Where(observation => observation.Root["status"].Text is not ("entered-in-error" or "cancelled"))
            .OrderByDescending(Date)
            .ThenBy(observation => observation.Id, StringComparer.Ordinal);

    /// <summary>The newest fact of each kind and organisation: what one partner said later replaces what it said before, never what another said.</summary>
    public static List<Fact> Of(IEnumerable<PlanResource> observations) =>
    [
        .. observations
            .DistinctBy(observation => (Codes.Kind(observation) ?? observation.Root["code"]["text"].Text ?? observation.Id, observation.Source.OrganizationId))
            .Select(Of)
            .OfType<Fact>(),
    ];

    public static Fact? Of(PlanResource observation) =>
        Value(observation.Root) is { } value && Phrases.Of(observation.Root["code"]) is { } name
            ? new(observation.Reference, observation.Source, name, value, Date(observation))
            : null;

    public static DateOnly? Date(PlanResource observation)
    {
        var effective = observation.Root["effective"];
        return Days.First(effective.TypeName == "Period" ? effective["start"] : effective) ?? Days.First(observation.Root["issued"]);
    }

    /// <summary>The value and the note beside it; components where there is no value of its own.</summary>
    private static Phrase? Value(Element observation)
    {
        var value = Phrases.Of(observation["value"]);
        if (value is null)
        {
            List<Phrase?> parts = [];
            foreach (var component in observation.Children("component"))
            {
                if (Phrases.Of(component["value"]) is not { } part) continue;
                parts.Add(Phrases.Of(component["code"]) is { } name ? Phrases.Join([name, part], " ") : part);
            }

            value = Phrases.Join(parts);
        }

        return Phrases.Join([value, Phrases.Of(observation["note"]["text"])], " — ");
    }
}
