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

    /// <summary>The newest facts of each kind and organisation: what one partner said later replaces what it said before, never what another
    /// said. Several of one day stand together; the same words of several partners are one fact.</summary>
    public static List<Fact> Of(IEnumerable<PlanResource> observations) => Witnesses.Join(
        observations
            .GroupBy(observation => (Codes.Kind(observation) ?? observation.Root["code"]["text"].Text ?? observation.Id, observation.Source.OrganizationId))
            .SelectMany(kind => kind.Where(observation => Date(observation) == Date(kind.First())))
            .Select(Of)
            .OfType<Fact>(),
        fact => (fact.Name.Korean, fact.Text.Korean));

    /// <summary>The fact; null where there is nothing to say, and where the answer was no: "no risk of falling" is not a risk.</summary>
    public static Fact? Of(PlanResource observation)
    {
        var root = observation.Root;
        if (Phrases.Of(root["code"]) is not { } name) return null;
        var value = root["value"].TypeName == "boolean"
            ? root["value"].Text == "true" ? Phrases.Of(root["note"]["text"]) ?? name : null
            : Value(root);
        return value is null ? null : new(observation.Reference, observation.Source, name, value, Date(observation));
    }

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
                var name = Phrases.Of(component["code"]);
                if (component["value"].TypeName == "boolean")
                {
                    if (component["value"].Text == "true") parts.Add(name);
                }
                else if (Phrases.Of(component["value"]) is { } part)
                {
                    parts.Add(Phrases.Join([name, part], " "));
                }
            }

            value = Phrases.Join(parts);
        }

        return Phrases.Join([value, Phrases.Of(observation["note"]["text"])], " — ");
    }
}
