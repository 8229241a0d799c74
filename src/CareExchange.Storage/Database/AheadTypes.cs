namespace CareExchange.Storage.Database;

/// <summary>Which resources may be acknowledged before the commit that holds them.</summary>
internal static class AheadTypes
{
    /// <summary>False for types whose commits others follow at once: what stands of them is always what is committed.</summary>
    public static bool Has(string type) => type is not ("Consent" or "SearchParameter");
}
