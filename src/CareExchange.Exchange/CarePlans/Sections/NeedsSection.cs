using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>AS-IS: conditions, scales, circumstances, risks, medicines.</summary>
internal static class NeedsSection
{
    public static Needs Build(PlanResources resources)
    {
        List<PlanResource> open = [.. Facts.Standing(resources).Where(observation => !JudgementSection.Takes(observation) && !IsHeader(observation) && !IsWish(observation))];
        var stated = open.Where(observation => Codes.Kind(observation) == "as-is").ToList();
        open.RemoveAll(stated.Contains);
        return new(
            Facts.Of(stated),
            Conditions(resources),
            Scores.Of(open.Where(observation => observation.Category == "function" && Scores.IsMeasured(observation))),
            Scores.Of(open.Where(observation => observation.Category == "cognition")),
            Facts.Of(open.Where(observation => observation.Category != "cognition" && !(observation.Category == "function" && Scores.IsMeasured(observation)) && !IsRisk(observation))),
            Risks(resources, open),
            Medications(resources));
    }

    /// <summary>What the person wants, then what the family wants.</summary>
    public static List<Fact> Wishes(PlanResources resources) =>
        Facts.Of(Facts.Standing(resources).Where(IsWish).OrderByDescending(wish => Codes.Kind(wish) == "wish-person"));

    private static bool IsWish(PlanResource observation) => Codes.Kind(observation)?.StartsWith("wish", StringComparison.Ordinal) == true;

    private static bool IsHeader(PlanResource observation) => Codes.Kind(observation) is "household-type" or "communication";

    private static bool IsRisk(PlanResource observation) =>
        Codes.Kind(observation) is { } kind && (kind.StartsWith("risk", StringComparison.Ordinal) || kind is "care-instructions" or "caution");

    private static List<ConditionLine> Conditions(PlanResources resources) =>
    [
        .. Witnesses.Join(
                resources.OfType("Condition").Select(Condition).OfType<ConditionLine>(),
                condition => (condition.Code ?? condition.Text.Korean, condition.IsCurrent),
                (kept, other) => kept with { Since = kept.Since ?? other.Since, Severity = kept.Severity ?? other.Severity, Note = kept.Note ?? other.Note })
            .OrderByDescending(condition => condition.IsCurrent)
            .ThenByDescending(condition => condition.Since?.First ?? DateOnly.MinValue),
    ];

    private static ConditionLine? Condition(PlanResource condition)
    {
        var root = condition.Root;
        if (Codes.Has(root["verificationStatus"], "entered-in-error", "refuted") || Phrases.Of(root["code"]) is not { } text) return null;
        var onset = root["onset"];
        return new(
            condition.Reference,
            condition.Source,
            text,
            OfficialCode(root["code"]),
            Days.Partial(onset.TypeName == "Period" ? onset["start"] : onset) ?? Days.Partial(root["recordedDate"]),
            !Codes.Has(root["clinicalStatus"], "inactive", "remission", "resolved"),
            !Codes.Has(root["verificationStatus"], "unconfirmed", "provisional", "differential"),
            Phrases.Of(root["severity"]),
            Phrases.Of(root["note"]["text"]));
    }

    // Own lists have codes that mean nothing on the phone; the official ones (KCD-8, ICD-10) do.
    private static string? OfficialCode(Element concept)
    {
        foreach (var coding in concept.Children("coding"))
        {
            if (coding["system"].Text is { } system && !system.StartsWith("urn:careexchange:", StringComparison.Ordinal)) return coding["code"].Text;
        }

        return null;
    }

    private static List<Fact> Risks(PlanResources resources, List<PlanResource> open)
    {
        List<Fact> risks = [];
        foreach (var flag in resources.OfType("Flag"))
        {
            if (flag.Root["status"].Text == "active" && Phrases.Of(flag.Root["code"]) is { } name)
            {
                risks.Add(new(flag.Reference, flag.Source, name, name, Days.First(flag.Root["period"]["start"])));
            }
        }

        foreach (var assessment in resources.OfType("RiskAssessment"))
        {
            var prediction = assessment.Root["prediction"];
            if (Phrases.Of(prediction["outcome"]) is { } outcome)
            {
                risks.Add(new(assessment.Reference, assessment.Source, outcome, Phrases.Of(prediction["qualitativeRisk"]) ?? Phrases.Of(prediction["rationale"]) ?? outcome, Days.First(assessment.Root["occurrence"])));
            }
        }

        risks.AddRange(Facts.Of(open.Where(IsRisk)));
        return risks;
    }

    private static List<MedicationLine> Medications(PlanResources resources) =>
    [
        .. from medication in resources.OfType("MedicationStatement").Concat(resources.OfType("MedicationRequest"))
           where medication.Root["status"].Text is "active" or "intended" or "completed" or "unknown"
           let text = Phrases.Of(medication.Root["medication"])
           where text is not null
           let dosage = medication.Root[medication.Type == "MedicationRequest" ? "dosageInstruction" : "dosage"]
           let effective = medication.Root["effective"]
           select new MedicationLine(
               medication.Reference,
               medication.Source,
               text,
               Phrases.Join([Phrases.Join([Phrases.Of(dosage["doseAndRate"]["dose"]), Timings.Frequency(dosage["timing"])], " "), Phrases.Of(dosage["text"])], " — "),
               effective.TypeName == "Period" ? Days.Span(effective) : new Span(Days.First(effective) ?? Days.First(medication.Root["authoredOn"]), null),
               Phrases.Of(medication.Root["reasonCode"])),
    ];
}
