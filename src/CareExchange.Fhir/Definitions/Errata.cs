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

    // Expressions that later releases corrected, by what was published: profiles copy them under the same key.
    private static readonly Dictionary<string, string> Expressions = new(StringComparer.Ordinal)
    {
        // que-12: two conditions are already more than one.
        ["enableWhen.count() > 2 implies enableBehavior.exists()"] = "enableWhen.count() >= 2 implies enableBehavior.exists()",

        // que-7: FHIR's boolean, not the one of FHIRPath.
        ["operator = 'exists' implies (answer is Boolean)"] = "operator = 'exists' implies (answer is boolean)",

        // opd-3: a parameter may be typed by a resource, and name the profile of it.
        ["targetProfile.exists() implies (type = 'Reference' or type = 'canonical')"] =
            "targetProfile.exists() implies (type = 'Reference' or type = 'canonical' or type.memberOf('http://hl7.org/fhir/ValueSet/resource-types'))",

        // ras-2: without a probability nothing is compared.
        ["probability is decimal implies (probability as decimal) <= 100"] =
            "(probability.exists() and (probability is decimal)) implies ((probability as decimal) <= 100)",

        // con-3: a category is a concept and never equal to a string.
        ["clinicalStatus.exists() or verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-ver-status' and code = 'entered-in-error').exists() or category.select($this='problem-list-item').empty()"] =
            "(verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-ver-status' and code = 'entered-in-error').exists().not()"
            + " and category.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-category' and code = 'problem-list-item').exists()) implies clinicalStatus.exists()",

        // The names of definitions: the whole name is meant, where there is one.
        ["name.matches('[A-Z]([A-Za-z0-9_]){0,254}')"] = "name.exists() implies name.matches('^[A-Z]([A-Za-z0-9_]){0,254}$')",

        // dom-6: contained resources and entries of a Bundle need no narrative of their own.
        ["text.`div`.exists()"] = "(%rootResource != $this) or text.`div`.exists()",
    };

    private static readonly HashSet<string> Examples = new(StringComparer.Ordinal)
    {
        "http://hl7.org/fhir/SearchParameter/example",
        "http://hl7.org/fhir/SearchParameter/example-extension",
        "http://hl7.org/fhir/SearchParameter/example-reference",
    };

    /// <summary>The constraint as it should have been published.</summary>
    public static Func<JsonElement, ElementConstraint> Apply(Func<JsonElement, ElementConstraint> read) => json =>
    {
        var constraint = read(json);
        return Corrected(constraint) is { } expression ? constraint with { Expression = expression } : constraint;
    };

    private static string? Corrected(ElementConstraint constraint)
    {
        if (constraint.Expression is not { } published) return null;
        if (Constraints.TryGetValue(constraint.Key, out var byKey)) return byKey;
        if (Expressions.TryGetValue(published, out var corrected)) return corrected;

        // eld-19 and eld-20 describe whole paths, but were published without anchors.
        return constraint.Key is "eld-19" or "eld-20" && published.StartsWith("path.matches('", StringComparison.Ordinal) && published.EndsWith("')", StringComparison.Ordinal)
            ? $"path.matches('^{published["path.matches('".Length..^2]}$')"
            : null;
    }

    /// <summary><c>clinical-patient</c> lists Group among its targets although <c>patient</c> can only be a Patient; and the core package holds
    /// three examples of search parameters, one of which would replace <c>Condition.subject</c> by a reference to an Organization.</summary>
    public static SearchParameterDefinition[] Apply(SearchParameterDefinition[] parameters) => [.. parameters
        .Where(parameter => !Examples.Contains(parameter.Url))
        .Select(parameter => parameter.Url == "http://hl7.org/fhir/SearchParameter/clinical-patient" ? parameter with { Target = ["Patient"] } : parameter)];

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
