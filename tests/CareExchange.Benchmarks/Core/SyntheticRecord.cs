using System.Globalization;

namespace CareExchange.Benchmarks.Core;

/// <summary>One invented person's resources, in the shapes and proportions of a bulk export from a synthetic-patient generator.</summary>
/// <remarks>Nothing here is about anybody: names, numbers and codes come from the person's number alone, so the same number gives the same bytes.</remarks>
/// <param name="person">The person's number.</param>
internal sealed class SyntheticRecord(int person)
{
    private static readonly string[] s_types =
    [
        "Patient", "Encounter", "Condition", "Observation", "Observation", "Observation", "Procedure", "Claim", "ExplanationOfBenefit",
        "MedicationRequest", "Observation", "Panel", "DiagnosticReport", "Immunization", "Encounter", "Observation", "Observation", "Procedure",
        "Claim", "ExplanationOfBenefit", "CarePlan", "Observation", "MedicationRequest", "Condition", "Observation",
    ];

    /// <summary>How many resources one person has.</summary>
    public static int Count => s_types.Length;

    private string Patient => Id(person, 0);

    /// <summary>The id of one of the person's resources.</summary>
    public string IdOf(int index) => Id(person, index);

    /// <summary>The FHIR type of one of a person's resources.</summary>
    public static string TypeOf(int index) => s_types[index] == "Panel" ? "Observation" : s_types[index];

    /// <summary>One of the person's resources as JSON with white space; the first is the Patient.</summary>
    public string Resource(int index)
    {
        var at = new SyntheticMoment(person, index);
        var id = Id(person, index);
        var visit = Id(person, index < 14 ? 1 : 14);
        return s_types[index] switch
        {
            "Patient" => SyntheticPeople.Patient(id, person),
            "Encounter" => SyntheticPeople.Encounter(id, Patient, at),
            "Condition" => SyntheticClinical.Condition(id, Patient, visit, at),
            "Observation" => SyntheticClinical.Observation(id, Patient, visit, at),
            "Panel" => SyntheticClinical.BloodPressure(id, Patient, visit, at),
            "Procedure" => SyntheticClinical.Procedure(id, Patient, visit, at),
            "DiagnosticReport" => SyntheticClinical.DiagnosticReport(id, Patient, visit, at, [Id(person, 3), Id(person, 4), Id(person, 5)]),
            "Immunization" => SyntheticClinical.Immunization(id, Patient, visit, at),
            "MedicationRequest" => SyntheticPlans.MedicationRequest(id, Patient, visit, at),
            "CarePlan" => SyntheticPlans.CarePlan(id, Patient, visit, at),
            "Claim" => SyntheticPlans.Claim(id, Patient, visit, at),
            _ => SyntheticPlans.ExplanationOfBenefit(id, Patient, visit, at),
        };
    }

    private static string Id(int person, int index)
    {
        // A hash in place of chance: ids look random, so that no reader can guess them, and are the same in every run.
        var low = (uint)((person * 2654435761) + ((uint)index * 40503));
        return string.Create(CultureInfo.InvariantCulture, $"{low:x8}-{(low >> 7) & 0xFFFF:x4}-4{(low >> 3) & 0xFFF:x3}-a{(low >> 11) & 0xFFF:x3}-{((ulong)low * 48271) & 0xFFFFFFFFFFFF:x12}");
    }
}
