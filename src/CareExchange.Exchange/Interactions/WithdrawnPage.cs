using System.Text.Json;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>A page link that was given out before a person took a consent back, and leads to nothing any more.</summary>
/// <remarks>Whoever holds the link has seen the pages before it: it is sealed and theirs alone. So they are told why there are no more; nobody else learns anything.</remarks>
internal static class WithdrawnPage
{
    /// <summary>The person about whom this search asks, where nothing of them may be seen any more and a consent of theirs was withdrawn; null in every other case.</summary>
    public static async Task<string?> PersonOfAsync(
        IReadOnlyList<KeyValuePair<string, string>> query, SearchCompartment? compartment, Requester requester, ResourceStore store, ConsentDecider consent, CancellationToken cancellationToken)
    {
        if (Person(query, compartment) is not { } person) return null;
        if (await store.ReadAsync("Patient", person, cancellationToken) is not { Deleted: false } patient) return null;
        if ((await consent.DecideAsync(person, requester, cancellationToken)).Permits(patient)) return null;
        var consents = await store.ReadOfPersonsAsync([person], "Consent", DataCategories.Consent, cancellationToken);
        return consents.Any(one => IsInactive(one.Json)) ? person : null;
    }

    private static string? Person(IReadOnlyList<KeyValuePair<string, string>> query, SearchCompartment? compartment)
    {
        if (compartment is { Type: "Patient" }) return compartment.Id;
        var named = query.FirstOrDefault(pair => pair.Key is "patient" or "subject" or "patient:Patient" or "subject:Patient").Value;
        return named?.StartsWith("Patient/", StringComparison.Ordinal) == true ? named["Patient/".Length..] : named;
    }

    private static bool IsInactive(ReadOnlyMemory<byte> json)
    {
        using var consent = JsonDocument.Parse(json);
        return consent.RootElement.TryGetProperty("status", out var status) && status.ValueEquals("inactive");
    }
}
