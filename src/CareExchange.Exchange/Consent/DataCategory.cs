namespace CareExchange.Exchange.Consent;

/// <summary>A class of data that a person can permit or refuse as one.</summary>
/// <param name="Code">The code in <see cref="DataCategories.System"/>.</param>
/// <param name="English">English name.</param>
/// <param name="Korean">Korean name.</param>
public sealed record DataCategory(string Code, string English, string Korean);
