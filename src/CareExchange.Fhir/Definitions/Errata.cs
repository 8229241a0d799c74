using System.Text.Json;

namespace CareExchange.Fhir.Definitions;

/// <summary>Known faults of the published R4 definitions, patched by name while they are compiled.</summary>
internal static class Errata
{
    private static readonly Dictionary<string, string> Constraints = new(StringComparer.Ordinal)
    {
        // The invariant says no-show, the value set's code is noshow.
        ["app-4"] = "Appointment.cancelationReason.exists() implies (Appointment.status='noshow' or Appointment.status='cancelled')",

        // An absent fullUrl made the expression empty, which is not true.
        ["bdl-8"] = "fullUrl.exists() implies fullUrl.contains('/_history/').not()",

        // `in` asks for one item on its left; `when` repeats.
        ["tim-9"] = "offset.empty() or (when.exists() and when.all(($this in ('C' | 'CM' | 'CD' | 'CV')).not()))",
    };

    /// <summary>The constraint as it should have been published.</summary>
    public static Func<JsonElement, ElementConstraint> Apply(Func<JsonElement, ElementConstraint> read) => json =>
    {
        var constraint = read(json);
        return Constraints.TryGetValue(constraint.Key, out var expression) ? constraint with { Expression = expression } : constraint;
    };

    /// <summary><c>clinical-patient</c> lists Group among its targets although <c>patient</c> can only be a Patient.</summary>
    public static SearchParameterDefinition[] Apply(SearchParameterDefinition[] parameters) => [.. parameters.Select(parameter =>
        parameter.Url == "http://hl7.org/fhir/SearchParameter/clinical-patient" ? parameter with { Target = ["Patient"] } : parameter)];

    /// <summary>The Patient compartment forgot Task, whose <c>for</c> is the person; ours links it by its <c>patient</c> parameter.</summary>
    public static CompartmentDefinition[] Apply(CompartmentDefinition[] compartments) => [.. compartments.Select(compartment =>
        compartment.Url == "http://hl7.org/fhir/CompartmentDefinition/patient" && !compartment.Parameters.ContainsKey("Task")
            ? compartment with { Parameters = new Dictionary<string, IReadOnlyList<string>>(compartment.Parameters, StringComparer.Ordinal) { ["Task"] = ["patient"] } }
            : compartment)];

    /// <summary>The FHIR type of an element typed by FHIRPath's system types; resource ids were published as <c>string</c>.</summary>
    /// <param name="basePath">The path where the element was first defined.</param>
    /// <param name="fhirType">What the structuredefinition-fhir-type extension says, or null.</param>
    /// <param name="systemType">The name behind <c>http://hl7.org/fhirpath/System.</c>.</param>
    public static string SystemType(string? basePath, string? fhirType, string systemType) =>
        basePath == "Resource.id" ? "id" : fhirType ?? char.ToLowerInvariant(systemType[0]) + systemType[1..];
}
