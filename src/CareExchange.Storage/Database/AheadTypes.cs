namespace CareExchange.Storage.Database;

/// <summary>Which resources may be acknowledged before the commit that holds them.</summary>
internal static class AheadTypes
{
    /// <summary>The type that decides who may look at others: who looks waits for all of it that is pending.</summary>
    public const string Consent = "Consent";

    /// <summary>False for types whose commits others follow at once: what stands of them is always what is committed.</summary>
    public static bool Has(string type) => type != "SearchParameter";
}
