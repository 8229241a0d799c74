using System.Buffers;
using System.Text;

namespace CareExchange.Exchange.Audit;

/// <summary>The AuditEvent of a look as bytes, with places for what differs from one look to the next. Made of what <see cref="AuditEventWriter"/> writes, so it says the same.</summary>
internal sealed class LookTemplate
{
    /// <summary>What is put into the places; safe in JSON as it is.</summary>
    /// <param name="Id">Id of the AuditEvent.</param>
    /// <param name="Recorded">When, as it is written.</param>
    /// <param name="Person">Patient id; empty where the template has no place for it.</param>
    /// <param name="Entity">Reference of what was looked at.</param>
    /// <param name="Consent">Reference of the consent judged; empty where the template has no place for it.</param>
    /// <param name="Request">The request's id.</param>
    /// <param name="Query">The query in base 64; empty where the template has no place for it.</param>
    /// <param name="Trace">The W3C trace context; empty where the template has no place for it.</param>
    public readonly ref struct Values(string id, ReadOnlySpan<char> recorded, string person, string entity, string consent, string request, string query, string trace)
    {
        public ReadOnlySpan<char> this[int place] => place switch { 0 => Id, 1 => Recorded, 2 => Person, 3 => Entity, 4 => Consent, 5 => Request, 6 => Query, _ => Trace };

        public ReadOnlySpan<char> Id { get; } = id;

        public ReadOnlySpan<char> Recorded { get; } = recorded;

        public ReadOnlySpan<char> Person { get; } = person;

        public ReadOnlySpan<char> Entity { get; } = entity;

        public ReadOnlySpan<char> Consent { get; } = consent;

        public ReadOnlySpan<char> Request { get; } = request;

        public ReadOnlySpan<char> Query { get; } = query;

        public ReadOnlySpan<char> Trace { get; } = trace;
    }

    private const int EntityPlace = 3;
    private const string QueryMark = "0a0b0c0d-mark-6-query";
    private static readonly DateTimeOffset Moment = new(1, 2, 3, 4, 5, 6, 7, TimeSpan.Zero);

    // Nothing that the rest of a record says: each is looked for in it.
    private static readonly string[] Marks = ["0a0b0c0d-mark-0-id", "0001-02-03T04:05:06.007+00:00", "0a0b0c0d-mark-2-person", "0a0b0c0d-mark-3-entity", "0a0b0c0d-mark-4-consent", "0a0b0c0d-mark-5-request", InBase64(QueryMark), "0a0b0c0d-mark-7-trace"];
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:/+");

    private readonly byte[] _bytes;
    private readonly (int End, int Place)[] _parts;

    // What stands between two entities that came with one query.
    private readonly byte[] _between;

    private LookTemplate(byte[] bytes, (int End, int Place)[] parts, byte[] between) => (_bytes, _parts, _between) = (bytes, parts, between);

    /// <summary>The template of records like this one.</summary>
    public static LookTemplate Of(AuditRecord record, string host)
    {
        var written = AuditEventWriter.Write(Marks[0], Moment, record with
        {
            Trace = record.Trace with { RequestId = Marks[5], TraceParent = record.Trace.TraceParent is null ? null : Marks[7] },
            Person = record.Person is null ? null : Marks[2],
            Entities = record.Entities.Count == 0 ? [] : record.Query is null ? [Marks[3]] : [InType(record), InType(record)],
            Query = record.Query is null ? null : QueryMark,
            Grounds = [.. record.Grounds.Select(ground => ground with { Consent = ground.Consent is null ? null : Marks[4] })],
        }, host);
        var bytes = new ArrayBufferWriter<byte>(written.Length);
        var parts = new List<(int, int)>();
        var rest = written.AsSpan();
        byte[] between = [];
        while (Next(rest) is { Place: >= 0 } next)
        {
            if (next.Place == EntityPlace && parts.Count > 0 && parts[^1].Item2 == EntityPlace)
            {
                between = rest[..next.At].ToArray();
                rest = rest[(next.At + Marks[next.Place].Length)..];
                continue;
            }

            bytes.Write(rest[..next.At]);
            parts.Add((bytes.WrittenCount, next.Place));
            rest = rest[(next.At + Marks[next.Place].Length)..];
        }

        bytes.Write(rest);
        parts.Add((bytes.WrittenCount, -1));
        return new(bytes.WrittenSpan.ToArray(), [.. parts], between);
    }

    /// <summary>A query as a record holds it.</summary>
    public static string InBase64(string query) => Convert.ToBase64String(Encoding.UTF8.GetBytes(query));

    /// <summary>True where a value stands in JSON as it is.</summary>
    public static bool IsPlain(ReadOnlySpan<char> value) => !value.ContainsAnyExcept(Plain);

    /// <summary>The record.</summary>
    /// <param name="values">What is put into the places.</param>
    /// <param name="entities">References of all that was looked at where one query found more than one.</param>
    /// <param name="from">Where in each of them its place begins.</param>
    public byte[] Write(in Values values, IReadOnlyList<string> entities, int from)
    {
        var length = _bytes.Length;
        for (var other = 1; other < entities.Count; other++) length += _between.Length + entities[other].Length - from;
        foreach (var (_, place) in _parts)
        {
            if (place >= 0) length += values[place].Length;
        }

        var written = GC.AllocateUninitializedArray<byte>(length);
        var (start, at) = (0, 0);
        foreach (var (end, place) in _parts)
        {
            _bytes.AsSpan(start, end - start).CopyTo(written.AsSpan(at));
            at += end - start;
            start = end;
            if (place >= 0) at += Encoding.ASCII.GetBytes(values[place], written.AsSpan(at));
            for (var other = 1; place == EntityPlace && other < entities.Count; other++)
            {
                _between.CopyTo(written.AsSpan(at));
                at += _between.Length;
                at += Encoding.ASCII.GetBytes(entities[other].AsSpan(from), written.AsSpan(at));
            }
        }

        return written;
    }

    private static string InType(AuditRecord record) => $"{AuditEventWriter.TypeOf(record.Entities[0])}/{Marks[EntityPlace]}";

    private static (int At, int Place) Next(ReadOnlySpan<byte> rest)
    {
        var (at, found) = (int.MaxValue, -1);
        for (var place = 0; place < Marks.Length; place++)
        {
            if (rest.IndexOf(Encoding.ASCII.GetBytes(Marks[place])) is >= 0 and var one && one < at) (at, found) = (one, place);
        }

        return (at, found);
    }
}
