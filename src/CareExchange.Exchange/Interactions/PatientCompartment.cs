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
    private readonly ConcurrentDictionary<string, LinkPath[]> _paths = new(StringComparer.Ordinal);

    /// <summary>The literal references to Patients by which the resource is somebody's, in the order found; empty for what is about nobody.</summary>
    public IReadOnlyList<Element> Links(Element resource)
    {
        var found = new List<Element>();
        if (resource.TypeName == "Device" && resource["patient"]["reference"] is { HasValue: true } holder) found.Add(holder);
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
        var type = resource.TypeName;
        if (type == "Patient") return resource["id"].Text;

        // R4 binary.html#security: access to a Binary is access to what its security context names. Where that is no Patient, it stays with whoever sent it.
        if (type == "Binary") return IdOf(resource["securityContext"]["reference"]);

        // R4's compartment has no Device, and yet one may be a person's own: what somebody wears tells of them.
        if (type == "Device") return IdOf(resource["patient"]["reference"]);
        foreach (var path in _paths.TryGetValue(type, out var known) ? known : _paths.GetOrAdd(type, CompilePaths))
        {
            if (path.Names is { } names)
            {
                if (Find(resource, names) is { } id) return id;
                continue;
            }

            foreach (var item in path.Expression.Evaluate(resource))
            {
                if (item.IsElement && IdOf(item.Element["reference"]) is { } id) return id;
            }
        }

        return null;
    }

    // A path that only goes down needs no evaluation. Whether its end resolves to a Patient, the reference itself says.
    private static string? Find(Element parent, ReadOnlySpan<string> names)
    {
        if (names.IsEmpty) return IdOf(parent["reference"]);
        foreach (var child in parent.Children(names[0]))
        {
            if (Find(child, names[1..]) is { } id) return id;
        }

        return null;
    }

    private static string? IdOf(Element reference)
    {
        if (!reference.HasValue || (reference.Raw is [(byte)'"', not (byte)'P' and not (byte)'\\', ..])) return null;
        return reference.Text is { } text && text.StartsWith("Patient/", StringComparison.Ordinal) ? text["Patient/".Length..].Split('/')[0] : null;
    }

    private LinkPath[] CompilePaths(string type) => [.. _links.GetOrAdd(type, Compile).SelectMany(expression => Paths(type, expression))];

    private IEnumerable<LinkPath> Paths(string type, FhirPathExpression expression)
    {
        if (expression.Branches() is not { } branches || schema.FindRoot(type) is not { } root || branches.Any(branch => !IsPlain(branch)) || HasOther(expression.Text)) return [new(expression, null)];
        return branches.Where(branch => branch[0].Name == type || branch[0].Name is "Resource" or "DomainResource" || root.Children.Any(child => child.Definition.Name == branch[0].Name))
            .Select(branch => new LinkPath(expression, [.. branch.Where(step => step.Name is not null).Select(step => step.Name!).SkipWhile((name, place) => place == 0 && (name == type || name is "Resource" or "DomainResource"))]));
    }

    // Names only; at the end perhaps the question whether it is a Patient.
    private static bool IsPlain(IReadOnlyList<PathStep> branch) =>
        branch.Count > 0 && branch[0].Name is not null && branch.Select((step, place) => step.Name is not null || (place == branch.Count - 1 && step.Criterion is not null)).All(isPlain => isPlain);

    private static bool HasOther(string expression) => expression.Replace(".where(resolve() is Patient)", "", StringComparison.Ordinal).Contains("where(", StringComparison.Ordinal);

    private sealed record LinkPath(FhirPathExpression Expression, string[]? Names);

    private FhirPathExpression[] Compile(string type) => !_parameters.TryGetValue(type, out var codes) ? [] : [.. codes
        .Select(code => schema.FindSearchParameter(type, code)?.Expression)
        .OfType<string>()
        .Select(expression => FhirPathExpression.Compile(expression).Value)
        .OfType<FhirPathExpression>()];
}
