using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>통합판정 and long-term-care insurance.</summary>
internal static class JudgementSection
{
    public static Judgement Build(PlanResources resources)
    {
        List<PlanResource> standing = [.. Facts.Standing(resources)];
        return new(
            standing.Where(observation => Codes.Kind(observation) == "judgement-group").Select(Group).OfType<Fact>().FirstOrDefault(),
            Scores.Of(standing.Where(observation => Codes.Kind(observation) == "judgement-medical")).FirstOrDefault(),
            Scores.Of(standing.Where(observation => Codes.Kind(observation) == "judgement-care")).FirstOrDefault(),
            [
                .. Witnesses.Join(
                        Decisions(standing).Concat(resources.OfType("Coverage").Select(Coverage).OfType<BenefitLine>()),
                        benefit => (benefit.Name.Korean, benefit.Outcome?.Korean, benefit.Rejected))
                    .OrderByDescending(benefit => benefit.Rejected)
                    .ThenByDescending(benefit => benefit.Decided ?? benefit.Period.Start ?? DateOnly.MinValue),
            ]);
    }

    /// <summary>What this section takes, so that no other shows it again.</summary>
    public static bool Takes(PlanResource observation) =>
        observation.Category == "benefit" || Codes.Kind(observation) is { } kind && (kind.StartsWith("judgement-", StringComparison.Ordinal) || kind.StartsWith("ltc-", StringComparison.Ordinal));

    // Only the group itself: its wording and item count stand in the same resource and are not the result.
    private static Fact? Group(PlanResource observation) =>
        Phrases.Of(observation.Root["value"]) is { } group && Phrases.Of(observation.Root["code"]) is { } name
            ? new(observation.Reference, observation.Source, name, group, Days.First(observation.Root["issued"]) ?? Facts.Date(observation))
            : null;

    private static IEnumerable<BenefitLine> Decisions(List<PlanResource> standing)
    {
        foreach (var observation in standing)
        {
            if (!Takes(observation) || Codes.Kind(observation)?.StartsWith("judgement-", StringComparison.Ordinal) == true) continue;
            var root = observation.Root;
            if (Phrases.Of(root["code"]) is not { } name) continue;
            var decision = Codes.In(root["value"], Codes.LtcDecision);
            Phrase? reason = null;
            foreach (var component in root.Children("component"))
            {
                if (Codes.In(component["code"], Codes.Observation) == "reason") reason = Phrases.Of(component["value"]);
            }

            yield return new(
                observation.Reference,
                observation.Source,
                name,
                Phrases.Of(root["value"]),
                decision is "rejected" or "outside-grades",
                Phrases.Join([reason, Phrases.Of(root["note"]["text"])], " — "),
                Facts.Date(observation),
                default);
        }
    }

    private static BenefitLine? Coverage(PlanResource coverage)
    {
        var root = coverage.Root;
        if (root["status"].Text is "cancelled" or "entered-in-error" || Phrases.Of(root["type"]) is not { } name) return null;
        return new(coverage.Reference, coverage.Source, name, Phrases.Of(root["class"]["name"]) ?? Phrases.Of(root["class"]["value"]), false, null, null, Days.Span(root["period"]));
    }
}
