using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Measures;

/// <summary>A subject-list counts the subjects that it lists, as far as the lists are to be had.</summary>
internal static class MeasureSubjects
{
    /// <summary>Judges one population.</summary>
    public static void Check(Element population, ValidationRun run)
    {
        if (!int.TryParse(population["count"].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return;
        var found = 0;
        foreach (var result in population.Children("subjectResults"))
        {
            if (result["reference"].Text is not { } reference || Count(reference, run) is not { } subjects) return;
            found += subjects;
        }

        if (found == count) return;
        run.Report(population, Issue.Error("business-rule", "report-count", "The count is not the number of subjects listed.", "수(count)가 목록의 대상자 수와 다릅니다.") with
        {
            Expected = found.ToString(CultureInfo.InvariantCulture),
            Found = count.ToString(CultureInfo.InvariantCulture),
        });
    }

    private static int? Count(string reference, ValidationRun run)
    {
        var target = run.Find(reference);
        var type = target.Exists ? target.TypeName : RestUrl.Read(reference, run.Schema)?.Type;
        return type switch
        {
            "Patient" or "Practitioner" or "Person" or "PractitionerRole" or "RelatedPerson" => 1,
            "List" when target.Exists => target.Children("entry").Count,
            _ => null,
        };
    }
}
