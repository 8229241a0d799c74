using System.Text;
using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>Discriminator <c>value</c> or <c>pattern</c>: what stands at the path holds what the slice's fixed value or pattern holds.</summary>
internal sealed class ValueCriterion(DiscriminatorPath path, FhirDocument value) : SliceCriterion(path)
{
    private readonly Func<Element, ValidationRun, bool> _includes = (found, _) => ElementComparison.Includes(found, value.Root);

    public override bool Holds(Element element, ValidationRun run) => Path.Any(element, run, _includes);

    public override string ToString() => $"{Path} = {Encoding.UTF8.GetString(value.Utf8.Span)}";
}
