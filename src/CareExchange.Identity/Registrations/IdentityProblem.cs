namespace CareExchange.Identity.Registrations;

/// <summary>Why a registration was not taken.</summary>
/// <param name="Rule">Stable kebab-case id, e.g. <c>password-too-short</c>.</param>
/// <param name="English">The sentence in English.</param>
/// <param name="Korean">The sentence in Korean.</param>
public sealed record IdentityProblem(string Rule, string English, string Korean);
