namespace CareExchange.Fhir.FhirPath.Operators;

/// <summary>Three-valued logic (FHIRPath N1, 6.5); null is empty.</summary>
internal static class Logic
{
    /// <summary>Singleton evaluation of collections (4.5): one item that is no Boolean counts as true.</summary>
    public static bool? ToBoolean(Evaluation run, Items items, int offset, string what)
    {
        if (items.Count == 0 || run.HasFailed) return null;
        if (items.Count > 1)
        {
            run.FailSingleton(offset, what, items.Count);
            return null;
        }

        return items[0].Value is bool truth ? truth : true;
    }

    public static bool? And(bool? left, bool? right) => left & right;

    public static bool? Or(bool? left, bool? right) => left | right;

    public static bool? Xor(bool? left, bool? right) => left ^ right;

    public static bool? Implies(bool? left, bool? right) => !left | right;
}
