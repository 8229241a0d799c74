namespace CareExchange.Validation.Rules;

/// <summary>A child as JSON names it.</summary>
/// <param name="Tag">The number of its node.</param>
/// <param name="Rules">What it has to meet.</param>
/// <param name="Slot">Which cardinality counts it; the types of a choice share one.</param>
/// <param name="IsList">Whether JSON writes it as an array.</param>
internal readonly record struct ContentChild(int Tag, ElementRules Rules, int Slot, bool IsList);
