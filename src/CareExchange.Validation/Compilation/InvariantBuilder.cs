using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>Constraints → <see cref="InvariantRule"/>.</summary>
internal static class InvariantBuilder
{
    // ele-1 says that nothing is empty, which the shape of the JSON is asked for every element anyway.
    private const string NothingIsEmpty = "ele-1";

    /// <param name="constraints">What the definition lists.</param>
    /// <param name="ofType">What the type says of all its values; not said again.</param>
    public static IEnumerable<Rule> Build(IEnumerable<ElementConstraint> constraints, IReadOnlyList<ElementConstraint> ofType)
    {
        foreach (var constraint in constraints.DistinctBy(constraint => constraint.Key))
        {
            if (constraint is not { Expression: { } text } || constraint.Key == NothingIsEmpty || ofType.Any(known => known.Key == constraint.Key)) continue;
            if (FhirPathExpression.Compile(text).Value is { } expression) yield return new InvariantRule(constraint.Key, constraint.IsError, expression);
        }
    }
}
