using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Storage.Resources;

/// <summary>A resource's bytes with its id, and with room for meta.versionId (of one digit) and meta.lastUpdated: everything else stays as it was written. Thread-safe.</summary>
/// <remarks>Holds nothing of the document it was made from. Whoever is given bytes may write over nothing but the time in them.</remarks>
internal sealed class VersionTemplate
{
    private const int TimeLength = 24;
    private readonly byte[] _text;
    private readonly int _version;
    private readonly int _time;
    private int _isGiven;

    private VersionTemplate(byte[] text, int version, int time) => (_text, _version, _time) = (text, version, time);

    public static VersionTemplate Of(FhirDocument document, string id)
    {
        var text = First(document, id, static length => new byte[length], out var version, out var time);
        return new(text.Array!, version, time);
    }

    /// <summary>The bytes of the first version alone, in a piece of an array that is asked for by its length; the time, whose place is given, is still to be written.</summary>
    public static ArraySegment<byte> First(FhirDocument document, string id, Func<int, ArraySegment<byte>> room, out int timeAt) => First(document, id, room, out _, out timeAt);

    private static ArraySegment<byte> First(FhirDocument document, string id, Func<int, ArraySegment<byte>> room, out int version, out int time)
    {
        var root = document.Root;
        var meta = root["meta"];
        if (IsPlain(root["id"]) && (!meta.Exists || (meta.Kind == JsonKind.Object && !meta.IsItem && IsPlain(meta["versionId"]) && IsPlain(meta["lastUpdated"])))) return Splice(document, id, room, out version, out time);

        // Lists, nulls and twins in these places: written over once, they are plain.
        using var plain = FhirDocument.Parse(VersionStamp.Apply(document, id, 1, DateTimeOffset.UnixEpoch), document.Schema).Value ?? throw new InvalidOperationException("A stamped resource cannot be read.");
        return Splice(plain, id, room, out version, out time);
    }

    /// <summary>The bytes of a version.</summary>
    /// <param name="version">Its number.</param>
    /// <param name="updated">Its time, to the millisecond.</param>
    public byte[] Write(long version, DateTimeOffset updated) => Write(version, updated, out _);

    /// <summary>The same, with the place of the time, which may be written over with another.</summary>
    public byte[] Write(long version, DateTimeOffset updated, out int timeAt)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(version, digits, out var count);
        var more = count - 1;
        timeAt = _time > _version ? _time + more : _time;
        byte[] text;
        if (more == 0)
        {
            // The first who asks gets the text itself: nearly nobody asks twice, and what others make of it begins with a copy.
            text = Interlocked.Exchange(ref _isGiven, 1) == 0 ? _text : (byte[])_text.Clone();
        }
        else
        {
            text = new byte[_text.Length + more];
            _text.AsSpan(0, _version).CopyTo(text);
            _text.AsSpan(_version + 1).CopyTo(text.AsSpan(_version + count));
        }

        digits[..count].CopyTo(text.AsSpan(_version));
        WriteTime(updated, text.AsSpan(timeAt));
        return text;
    }

    /// <summary>A time as it stands in a resource, always as long.</summary>
    public static void WriteTime(DateTimeOffset time, Span<byte> text) =>
        time.UtcDateTime.TryFormat(text, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static bool IsPlain(Element element) => !element.Exists || (element.HasValue && !element.IsItem && element.TwinKind == JsonKind.None);

    private static ArraySegment<byte> Splice(FhirDocument document, string id, Func<int, ArraySegment<byte>> room, out int version, out int time)
    {
        var root = document.Root;
        var meta = root["meta"];
        var builder = new Builder(document.Utf8.Span, id.Length + 80);
        var own = root["id"];
        if (own.Exists) builder.Replace(own.Start, own.Raw.Length, "\"", id, "\"");

        var end = root.Start + root.Raw.Length - 1;
        if (meta.Exists)
        {
            var close = meta.Start + meta.Raw.Length - 1;
            var isEmpty = IsEmpty(meta);
            var (standing, updated) = (meta["versionId"], meta["lastUpdated"]);
            if (standing.Exists) builder.Hole(standing.Start, standing.Raw.Length, "\"", isVersion: true, "\"");
            else builder.Hole(close, 0, isEmpty ? "\"versionId\":\"" : ",\"versionId\":\"", isVersion: true, "\"");
            if (updated.Exists) builder.Hole(updated.Start, updated.Raw.Length, "\"", isVersion: false, "\"");
            else builder.Hole(close, 0, standing.Exists && isEmpty ? "\"lastUpdated\":\"" : ",\"lastUpdated\":\"", isVersion: false, "\"");
        }

        if (!own.Exists) builder.Replace(end, 0, ",\"id\":\"", id, "\"");
        if (!meta.Exists)
        {
            builder.Hole(end, 0, ",\"meta\":{\"versionId\":\"", isVersion: true, "\"");
            builder.Hole(end, 0, ",\"lastUpdated\":\"", isVersion: false, "\"}");
        }

        return builder.Build(room, out version, out time);
    }

    private static bool IsEmpty(Element element)
    {
        foreach (var _ in element.Children()) return false;
        return true;
    }

    // At most four changes, in any order.
    private ref struct Builder(ReadOnlySpan<byte> text, int more)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private readonly int _more = more;
        private Changes _changes;
        private int _count;

        public void Replace(int start, int length, string before, string value, string after) => _changes[_count++] = new(start, length, before, value, false, after);

        public void Hole(int start, int length, string before, bool isVersion, string after) => _changes[_count++] = new(start, length, before, null, isVersion, after);

        public ArraySegment<byte> Build(Func<int, ArraySegment<byte>> room, out int version, out int time)
        {
            // In place order; those at one place in the order they came.
            var changes = ((Span<Change>)_changes)[.._count];
            for (var place = 1; place < changes.Length; place++)
            {
                for (var at = place; at > 0 && changes[at - 1].Start > changes[at].Start; at--) (changes[at - 1], changes[at]) = (changes[at], changes[at - 1]);
            }

            var rented = ArrayPool<byte>.Shared.Rent(_text.Length + _more + 40 + TimeLength);
            var buffer = rented.AsSpan();
            var (length, copied) = (0, 0);
            (version, time) = (0, 0);
            foreach (var (start, old, before, value, isVersion, after) in changes)
            {
                _text[copied..start].CopyTo(buffer[length..]);
                length += start - copied;
                copied = start + old;
                length += Encoding.UTF8.GetBytes(before, buffer[length..]);
                if (value is not null) length += Encoding.UTF8.GetBytes(value, buffer[length..]);
                else if (isVersion) buffer[version = length++] = (byte)'1';
                else length = (time = length) + TimeLength;
                length += Encoding.UTF8.GetBytes(after, buffer[length..]);
            }

            _text[copied..].CopyTo(buffer[length..]);
            length += _text.Length - copied;
            var built = room(length);
            buffer[..length].CopyTo(built);
            ArrayPool<byte>.Shared.Return(rented);
            return built;
        }
    }

    private readonly record struct Change(int Start, int Length, string Before, string? Value, bool IsVersion, string After);

    [InlineArray(4)]
    private struct Changes
    {
        private Change _first;
    }
}
