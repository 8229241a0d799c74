namespace CareExchange.Exchange.Consent;

/// <summary>Judges the half of a provision that is about data.</summary>
internal static class DataCondition
{
    /// <summary>The code system of resource types in <c>provision.class</c>.</summary>
    public const string ResourceTypeSystem = "http://hl7.org/fhir/resource-types";

    /// <summary>Whether the provision is about this resource; unknown where the answer lies in content that is not at hand.</summary>
    public static Match Judge(ConsentStatement statement, ResourceFacts facts)
    {
        // PIPA 23: sensitive data is agreed to separately, by its category, its label or by naming the very resource. A refusal needs no such words.
        if (facts.Tags.Category == DataCategories.Sensitive && statement.Effect == ConsentEffect.Permit && !statement.NamesSensitive) return Match.No;
        var match = Match.Yes;
        if (facts.Tags.Category != DataCategories.Identity)
        {
            match = statement.Custodians.Judge(custodian => custodian == facts.Tags.Source ? Match.Yes : Match.No);
            if (match == Match.No) return Match.No;
        }

        match = Least(match, JudgeStated(statement, statement.Effect, facts));
        if (statement.Effect != ConsentEffect.Permit || statement.Around.Count == 0) return match;
        foreach (var level in statement.Around)
        {
            if (match == Match.No) return Match.No;

            // Inside a permit up to some label another one may reach higher (PCF advanced, "focused"): there the labels of the inner one count alone.
            match = Least(match, JudgeStated(level.Effect == ConsentEffect.Permit ? level with { Labels = Condition<Coded>.Any } : level, level.Effect == ConsentEffect.Deny ? ConsentEffect.Deny : ConsentEffect.Permit, facts));
        }

        return match;
    }

    // What one provision states, as a permit covers it or as a refusal catches it.
    private static Match JudgeStated(ConsentStatement statement, ConsentEffect effect, ResourceFacts facts)
    {
        var match = statement.Classes.Judge(value => JudgeClass(value, facts));
        if (match == Match.No) return Match.No;
        match = Least(match, statement.Data.Judge(data => JudgeData(data, facts, effect)));
        if (match == Match.No) return Match.No;
        if (statement.Codes.IsStated) match = Least(match, statement.Codes.Judge(code => JudgeCode(code, facts, effect)));
        if (statement.Labels.IsStated) match = Least(match, JudgeLabels(statement, effect, facts));
        if (statement.DataPeriod.IsStated) match = Least(match, statement.DataPeriod.Judge(range => JudgeTime(range, facts, effect)));
        return match;
    }

    private static Match JudgeClass(Coded value, ResourceFacts facts) => value.System switch
    {
        DataCategories.System => value.Code == facts.Tags.Category ? Match.Yes : Match.No,
        ResourceTypeSystem => facts.Type is null ? Match.Unknown : value.Code == facts.Type ? Match.Yes : Match.No,
        _ => Match.Unknown,
    };

    // A permit covers what a resource is about; a refusal also catches a code that is only mentioned in it.
    private static Match JudgeCode(Coded code, ResourceFacts facts, ConsentEffect effect)
    {
        if (facts.Content is not { } content) return Match.Unknown;
        return (effect == ConsentEffect.Permit ? content.IsAbout(code) : content.Mentions(code)) ? Match.Yes : Match.No;
    }

    private static Match JudgeTime(TimeRange range, ResourceFacts facts, ConsentEffect effect)
    {
        if (facts.Content is not { } content) return Match.Unknown;
        if (effect == ConsentEffect.Permit) return content.Time is not { } time ? Match.Unknown : range.Covers(time) ? Match.Yes : Match.No;
        if (content.AllTimes.Any(one => one is { } told && range.Overlaps(told))) return Match.Yes;
        return content.AllTimes.Count == 0 || content.AllTimes.Contains(null) ? Match.Unknown : Match.No;
    }

    private static Match JudgeData(ConsentData data, ResourceFacts facts, ConsentEffect effect)
    {
        // Data related to the person's own Patient is everything there is about the person.
        if (data.Meaning is "related" or "dependents" && data.Reference == $"Patient/{facts.Tags.Person}") return Match.Yes;
        if (data.Meaning == "authoredby" && data.Reference.StartsWith("Organization/", StringComparison.Ordinal))
        {
            if (data.Reference.AsSpan("Organization/".Length).SequenceEqual(facts.Tags.Source)) return Match.Yes;
            if (effect == ConsentEffect.Permit) return Match.No;

            // What one organisation wrote another may have sent.
            return facts.Content is not { } sent ? Match.Unknown : sent.MayReferTo(data.Reference) ? Match.Yes : Match.No;
        }

        if (facts.Type is null) return Match.Unknown;
        var isItself = data.Reference == $"{facts.Type}/{facts.Id}";
        return data.Meaning switch
        {
            "instance" => isItself ? Match.Yes : Match.No,
            _ when facts.Content is null => Match.Unknown,
            "authoredby" => facts.Content.IsBy(data.Reference) || (effect == ConsentEffect.Deny && facts.Content.MayReferTo(data.Reference)) ? Match.Yes : Match.No,
            "related" or "dependents" => isItself || facts.Content.RefersTo(data.Reference) || (effect == ConsentEffect.Deny && facts.Content.MayReferTo(data.Reference)) ? Match.Yes : Match.No,
            _ => Match.Unknown,
        };
    }

    // PCF advanced: labels are a high-water mark. A permit for N covers N and below, and no sensitivity it does not name;
    // a refusal of R catches R and above, and every resource that carries a sensitivity it names.
    private static Match JudgeLabels(ConsentStatement statement, ConsentEffect effect, ResourceFacts facts)
    {
        if (facts.Labels is not { } content) return Match.Unknown;
        List<int> levels = [];
        HashSet<string> sensitivities = new(StringComparer.Ordinal);
        var unreadable = statement.Labels.Unreadable;
        foreach (var label in statement.Labels.Values)
        {
            if (LabelSystems.IsSensitivity(label.System)) sensitivities.Add(label.Code);
            else if (LabelSystems.IsConfidentiality(label.System) && ResourceContent.RankOf(label.Code) is { } level) levels.Add(level);
            else unreadable = true;
        }

        var named = sensitivities.IsSupersetOf(content.Sensitivities);
        var isUpTo = (levels.Count > 0 && content.Confidentiality <= levels.Max() && (named || levels.Max() >= ResourceContent.Restricted)) || (named && content.Sensitivities.Count > 0);
        var isFrom = (levels.Count > 0 && content.Confidentiality >= levels.Min()) || sensitivities.Overlaps(content.Sensitivities);

        // What a label of a foreign system may mean, nobody knows: it is under no permit, and under every refusal.
        if (effect == ConsentEffect.Permit) return content.HasUnknownLabel ? Match.Unknown : isUpTo ? Match.Yes : unreadable ? Match.Unknown : Match.No;

        // A refusal inside a permit up to some label is about all that the permit is about.
        var matches = isFrom || (isUpTo && statement.LabelledBy != ConsentEffect.Deny && statement.Effect == ConsentEffect.Deny);
        return matches ? Match.Yes : unreadable || content.HasUnknownLabel ? Match.Unknown : Match.No;
    }

    private static Match Least(Match left, Match right) => left < right ? left : right;
}
