using System.Collections.Concurrent;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Exchange.Interactions;

/// <summary>Whose a resource is: the Patient its compartment parameters point at (R4 compartmentdefinition.html, with Task).</summary>
/// <remarks>Thread-safe; expressions are compiled once for each type.</remarks>
public sealed class PatientCompartment(Schema schema)
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _parameters =
        schema.Compartments.Last(compartment => compartment.Code == "Patient").Parameters;

    private readonly ConcurrentDictionary<string, FhirPathExpression[]> _links = new(StringComparer.Ordinal);

    /// <summary>The literal references to Patients by which the resource is somebody's, in the order found; empty for what is about nobody.</summary>
    public IReadOnlyList<Element> Links(Element resource)
    {
        var found = new List<Element>();
        foreach (var expression in _links.GetOrAdd(resource.TypeName, Compile))
        {
            foreach (var item in expression.Evaluate(resource))
            {
                if (item.IsElement && item.Element["reference"] is { HasValue: true } reference) found.Add(reference);
            }
        }

        return found;
    }

    /// <summary>The id of the Patient the resource is about, its own if it is a Patient; null for what is about nobody.</summary>
    public string? PersonOf(Element resource)
    {
        if (resource.TypeName == "Patient") return resource["id"].Text;

        // R4 binary.html#security: access to a Binary is access to what its security context names. Where that is no Patient, it stays with whoever sent it.
        if (resource.TypeName == "Binary" && resource["securityContext"]["reference"].Text is { } context && context.StartsWith("Patient/", StringComparison.Ordinal)) return context["Patient/".Length..].Split('/')[0];
        foreach (var link in Links(resource))
        {
            if (link.Text is { } text && text.StartsWith("Patient/", StringComparison.Ordinal)) return text["Patient/".Length..].Split('/')[0];
        }

        return null;
    }

    private FhirPathExpression[] Compile(string type) => !_parameters.TryGetValue(type, out var codes) ? [] : [.. codes
        .Select(code => schema.FindSearchParameter(type, code)?.Expression)
        .OfType<string>()
        .Select(expression => FhirPathExpression.Compile(expression).Value)
        .OfType<FhirPathExpression>()];
}
