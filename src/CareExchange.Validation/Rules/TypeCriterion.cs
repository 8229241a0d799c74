using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>Discriminator <c>type</c>: what stands at the path has one of these types.</summary>
internal sealed class TypeCriterion(DiscriminatorPath path, IReadOnlyList<string> types) : SliceCriterion(path)
{
    public override bool Holds(Element element, ValidationRun run) =>
        Path.Any(element, run, (found, _) => types.Contains(found.TypeName) || types.Any(type => found.Type?.IsA(type) == true))
        || (Path.TypeOfMissingTarget(element, run) is { } missing && types.Contains(missing));

    public override string? FoundIn(Element element, ValidationRun run)
    {
        string? type = null;
        Path.Any(element, run, (found, _) => (type = found.TypeName).Length > 0);
        return type ?? Path.TypeOfMissingTarget(element, run);
    }

    public override string ToString() => $"{Path} is {string.Join(" | ", types)}";
}
