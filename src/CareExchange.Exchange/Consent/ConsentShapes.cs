using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>Reads Consents as <see cref="ConsentReader"/> does, and those that say the same once: of thousands that came from one form only the person, the date and the like differ. Thread-safe.</summary>
/// <remarks>Whatever is not plainly one of the elements that are known to differ is compared byte by byte, and what is unusual in any way is read from the beginning.</remarks>
internal sealed class ConsentShapes
{
    private const int MostShapes = 2_000;
    private const int LargestShape = 8 * 1024;
    private const int MostElements = 40;

    private readonly ConcurrentDictionary<int, Shape> _shapes = new();

    /// <summary>What a stored Consent says.</summary>
    public ConsentPolicy Read(StoredResource consent)
    {
        if (consent.Deleted || consent.Json.Length > LargestShape) return ConsentReader.Read(consent);
        var shape = ArrayPool<byte>.Shared.Rent(LargestShape);
        try
        {
            return TryScan(consent.Json.Span, shape, out var length, out var person, out var stated) ? Read(consent, shape.AsSpan(0, length), person, stated) : ConsentReader.Read(consent);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(shape);
        }
    }

    private ConsentPolicy Read(StoredResource consent, ReadOnlySpan<byte> shape, string person, TimeRange? stated)
    {
        var hash = new HashCode();
        hash.AddBytes(shape);
        var key = hash.ToHashCode();
        if (_shapes.TryGetValue(key, out var known) && shape.SequenceEqual(known.Bytes))
        {
            // The same organisation stored most of them: its name is kept once.
            var source = consent.Tags.Source == known.Policy.Source ? known.Policy.Source : consent.Tags.Source;
            return known.Policy with { Id = consent.Id, Version = consent.Version, Person = person, StatedAt = stated, Source = source, Recorded = consent.LastUpdated };
        }

        var policy = ConsentReader.Read(consent);

        // What was scanned here and what was read there must be the same, or the shape is none.
        if (policy.Person != person || policy.StatedAt != stated) return policy;
        if (_shapes.Count >= MostShapes) _shapes.Clear();
        _shapes[key] = new(shape.ToArray(), policy);
        return policy;
    }

    // Copies everything but the elements that tell consents apart and say nothing about access; false where anything is out of the ordinary.
    private static bool TryScan(ReadOnlySpan<byte> json, byte[] shape, out int length, out string person, out TimeRange? stated)
    {
        (length, person, stated) = (0, "", null);
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            Span<(int Start, int End)> names = stackalloc (int, int)[MostElements];
            var (count, hasPerson) = (0, false);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueIsEscaped || count == MostElements) return false;
                var start = (int)reader.TokenStartIndex;
                var name = json.Slice(start + 1, reader.ValueSpan.Length);
                for (var at = 0; at < count; at++)
                {
                    if (json[names[at].Start..names[at].End].SequenceEqual(name)) return false;
                }

                names[count++] = (start + 1, start + 1 + name.Length);
                if (!reader.Read() || reader.TokenType == JsonTokenType.Null) return false;
                if (name.SequenceEqual("patient"u8))
                {
                    if (reader.TokenType != JsonTokenType.StartObject || ReadPerson(ref reader) is not { } named) return false;
                    (person, hasPerson) = (named, true);
                    continue;
                }

                if (name.SequenceEqual("dateTime"u8))
                {
                    if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped || TimeRange.Parse(reader.GetString()) is not { } date) return false;
                    stated = date;
                    continue;
                }

                if (name.SequenceEqual("id"u8) && reader.TokenType == JsonTokenType.String) continue;
                var isObject = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
                var end = (int)reader.BytesConsumed;
                if (isObject && (name.SequenceEqual("meta"u8) || name.SequenceEqual("text"u8)))
                {
                    // An empty one would be no plain resource.
                    if (!json[..end].TrimEnd("} \t\r\n"u8).EndsWith("{"u8)) continue;
                    return false;
                }

                if (!json[start..end].TryCopyTo(shape.AsSpan(length, LargestShape - length))) return false;
                length += end - start;
                if (length == LargestShape) return false;
                shape[length++] = (byte)',';
            }

            return hasPerson && reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The id of Patient/id, where the reference stands once and as plain text.
    private static string? ReadPerson(ref Utf8JsonReader reader)
    {
        string? person = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped) return null;
            var isReference = reader.ValueTextEquals("reference"u8);
            if (!reader.Read()) return null;
            if (!isReference)
            {
                reader.Skip();
                continue;
            }

            var prefix = "Patient/"u8;
            if (person is not null || reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped || !reader.ValueSpan.StartsWith(prefix)) return null;
            var id = reader.ValueSpan[prefix.Length..];
            if (id.IsEmpty || id.Contains((byte)'/')) return null;
            person = System.Text.Encoding.UTF8.GetString(id);
        }

        return reader.TokenType == JsonTokenType.EndObject ? person : null;
    }

    private sealed record Shape(byte[] Bytes, ConsentPolicy Policy);
}
