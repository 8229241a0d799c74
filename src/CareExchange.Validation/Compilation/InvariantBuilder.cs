using System.Collections.Concurrent;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>Constraints → <see cref="InvariantRule"/>.</summary>
internal static class InvariantBuilder
{
    // ele-1, that nothing is empty, is what the shape of the JSON is asked for anyway. ref-1, that a local reference has its contained
    // resource, is asked by ReferenceTargetRule: as published it is not true of references without a literal, nor of a bare '#'.
    // dom-3, that contained resources are referred to, is asked by ContainedRule, once instead of once for each of them.
    // txt-1 and txt-2, what a narrative may hold, are XhtmlRule's: it reads the text once and says what is wrong and where.
    private static readonly string[] AskedOtherwise = ["ele-1", "ref-1", "txt-1", "txt-2", "dom-3"];

    private const int MostKnown = 5000;

    // Types repeat what their ancestors say, and many say the same: one expression serves them all. Bounded, because packages are strangers' too.
    private static readonly ConcurrentDictionary<string, FhirPathExpression?> Known = new(StringComparer.Ordinal);

    /// <param name="constraints">What the definition lists.</param>
    /// <param name="ofType">What the type says of all its values; not said again.</param>
    public static IEnumerable<Rule> Build(IEnumerable<ElementConstraint> constraints, IReadOnlyList<ElementConstraint> ofType)
    {
        foreach (var constraint in constraints.DistinctBy(constraint => constraint.Key).DistinctBy(constraint => constraint.Expression))
        {
            if (constraint is not { Expression: { } text } || AskedOtherwise.Contains(constraint.Key) || ofType.Any(known => known.Key == constraint.Key)) continue;
            yield return Compile(text) is { } expression
                ? new InvariantRule(constraint.Key, constraint.IsError, expression, constraint.Human)
                : new UnreadableInvariantRule(constraint.Key, text);
        }
    }

    private static FhirPathExpression? Compile(string text)
    {
        if (Known.TryGetValue(text, out var known)) return known;
        var expression = FhirPathExpression.Compile(text).Value;
        if (Known.Count < MostKnown) Known.TryAdd(text, expression);
        return expression;
    }
}
