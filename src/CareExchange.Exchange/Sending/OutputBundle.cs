using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Operations;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Sending;

/// <summary>What starts a message and what that refers to, as one requester may see it, in a Bundle for the map. One request, one thread.</summary>
/// <remarks>Gathering shows nothing to anybody: only what the map then reads leaves, and only that is recorded as disclosed.</remarks>
internal sealed class OutputBundle(ResourceStore store, Disclosure disclosure, Func<string, Issue?> refusal, Schema schema, string address)
{
    /// <summary>From a Task to its request and person, and from the request to its reasons: further away lies the rest of the record.</summary>
    private const int MostSteps = 2;

    private const int MostFollowed = 20_000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly List<(StoredResource Resource, ReadOnlyMemory<byte> Json, bool IsMatch)> _entries = [];
    private readonly HashSet<(string, string)> _seen = [];

    /// <summary>How many resources start the message.</summary>
    public int Matches => _entries.Count(entry => entry.IsMatch);

    /// <summary>The bytes of a resource that may leave; null where none may. Nothing is recorded yet.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> SeeAsync(StoredResource resource, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? seen = null;
        await disclosure.ReleaseAsync(
            resource,
            json =>
            {
                seen = json;
                return false;
            },
            cancellationToken);
        return seen;
    }

    /// <summary>Adds a resource that starts the message.</summary>
    public void AddMatch(StoredResource resource, ReadOnlyMemory<byte> json)
    {
        if (_seen.Add((resource.Type, resource.Id))) _entries.Add((resource, json, true));
    }

    /// <summary>Adds what the matches refer to, nearest first.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var from = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            var until = _entries.Count;
            for (; from < until && _entries.Count < MostFollowed; from++)
            {
                foreach (var (type, id) in References.Of(_entries[from].Json, schema, address))
                {
                    if (!_seen.Add((type, id)) || refusal(type) is not null) continue;
                    if (await store.ReadAsync(type, id, cancellationToken) is not { Deleted: false } found) continue;
                    if (await SeeAsync(found, cancellationToken) is { } json) _entries.Add((found, json, false));
                }
            }
        }
    }

    /// <summary>Records as disclosed what the map read.</summary>
    public async Task ReleaseAsync(IEnumerable<int> read, CancellationToken cancellationToken)
    {
        foreach (var index in read) await disclosure.ReleaseAsync(_entries[index].Resource, cancellationToken);
    }

    /// <summary>A searchset whose order is that of the search and of the references: the same resources are the same bytes.</summary>
    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Bundle");
            json.WriteString("type", "searchset");
            json.WriteStartArray("entry");
            foreach (var (resource, content, isMatch) in _entries)
            {
                json.WriteStartObject();
                json.WriteString("fullUrl", $"{address}/{resource.Type}/{resource.Id}");
                json.WritePropertyName("resource");
                json.WriteRawValue(content.Span, skipInputValidation: true);
                json.WriteStartObject("search");
                json.WriteString("mode", isMatch ? "match" : "include");
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
