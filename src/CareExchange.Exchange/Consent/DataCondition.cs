namespace CareExchange.Exchange.Consent;

/// <summary>Judges the half of a provision that is about data.</summary>
internal static class DataCondition
{
    /// <summary>The code system of resource types in <c>provision.class</c>.</summary>
    public const string ResourceTypeSystem = "http://hl7.org/fhir/resource-types";

    private const string ConfidentialitySystem = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private const string SensitivitySystem = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    // The value set of these codes, which many write where the code system belongs.
    private const string SensitivityPolicy = "http://terminology.hl7.org/ValueSet/v3-InformationSensitivityPolicy";

    /// <summary>Whether the provision is about this resource; unknown where the answer lies in content that is not at hand.</summary>
    public static Match Judge(ConsentStatement statement, ResourceFacts facts)
    {
        // PIPA 23: sensitive data is agreed to separately, by its category, its label or by naming the very resource. A refusal needs no such words.
        if (facts.Tags.Category == DataCategories.Sensitive && statement.Effect == ConsentEffect.Permit && !statement.NamesSensitive) return Match.No;
        var match = statement.Classes.Judge(value => JudgeClass(value, facts));
        if (match == Match.No) return Match.No;
        if (facts.Tags.Category != DataCategories.Identity)
        {
            match = Least(match, statement.Custodians.Judge(custodian => custodian == facts.Tags.Source ? Match.Yes : Match.No));
            if (match == Match.No) return Match.No;
        }

        match = Least(match, statement.Data.Judge(data => JudgeData(data, facts, statement.Effect)));
        if (match == Match.No) return Match.No;
        if (statement.Codes.IsStated) match = Least(match, statement.Codes.Judge(code => JudgeCode(code, facts, statement.Effect)));
        if (statement.Labels.IsStated) match = Least(match, JudgeLabels(statement, facts));
        if (statement.DataPeriod.IsStated) match = Least(match, statement.DataPeriod.Judge(range => JudgeTime(range, facts, statement.Effect)));
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
        if (facts.Content?.Time is not { } time) return Match.Unknown;
        return (effect == ConsentEffect.Permit ? range.Covers(time) : range.Overlaps(time)) ? Match.Yes : Match.No;
    }

    private static Match JudgeData(ConsentData data, ResourceFacts facts, ConsentEffect effect)
    {
        // Data related to the person's own Patient is everything there is about the person.
        if (data.Meaning is "related" or "dependents" && data.Reference == $"Patient/{facts.Tags.Person}") return Match.Yes;
        if (data.Meaning == "authoredby" && data.Reference.StartsWith("Organization/", StringComparison.Ordinal))
        {
            return data.Reference.AsSpan("Organization/".Length).SequenceEqual(facts.Tags.Source) ? Match.Yes : Match.No;
        }

        if (facts.Type is null) return Match.Unknown;
        var isItself = data.Reference == $"{facts.Type}/{facts.Id}";
        return data.Meaning switch
        {
            "instance" => isItself ? Match.Yes : Match.No,
            _ when facts.Content is null => Match.Unknown,
            "authoredby" => facts.Content.IsBy(data.Reference) || (effect == ConsentEffect.Deny && facts.Content.RefersTo(data.Reference)) ? Match.Yes : Match.No,
            "related" or "dependents" => isItself || facts.Content.RefersTo(data.Reference) ? Match.Yes : Match.No,
            _ => Match.Unknown,
        };
    }

    // PCF advanced: labels are a high-water mark. A permit for N covers N and below, and no sensitivity it does not name;
    // a refusal of R catches R and above, and every resource that carries a sensitivity it names.
    private static Match JudgeLabels(ConsentStatement statement, ResourceFacts facts)
    {
        if (facts.Labels is not { } content) return Match.Unknown;
        List<int> levels = [];
        HashSet<string> sensitivities = new(StringComparer.Ordinal);
        var unreadable = statement.Labels.Unreadable;
        foreach (var label in statement.Labels.Values)
        {
            if (label.System is SensitivitySystem or SensitivityPolicy) sensitivities.Add(label.Code);
            else if (label.System == ConfidentialitySystem && ResourceContent.RankOf(label.Code) is { } level) levels.Add(level);
            else unreadable = true;
        }

        bool matches;
        if (statement.Effect == ConsentEffect.Permit)
        {
            var named = sensitivities.IsSupersetOf(content.Sensitivities);
            matches = (levels.Count > 0 && content.Confidentiality <= levels.Max() && (named || levels.Max() >= ResourceContent.Restricted))
                || (named && content.Sensitivities.Count > 0);
        }
        else
        {
            matches = (levels.Count > 0 && content.Confidentiality >= levels.Min()) || sensitivities.Overlaps(content.Sensitivities);
        }

        return matches ? Match.Yes : unreadable ? Match.Unknown : Match.No;
    }

    private static Match Least(Match left, Match right) => left < right ? left : right;
}
