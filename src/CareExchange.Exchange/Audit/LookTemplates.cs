using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Audit;

/// <summary>The templates of each requester's looks. Thread-safe.</summary>
internal static class LookTemplates
{
    // Rules, addresses and kinds of look of one requester; past this somebody is inventing them.
    private const int Most = 256;
    private static readonly ConditionalWeakTable<Requester, ConcurrentDictionary<Key, LookTemplate>> Known = [];

    /// <summary>The AuditEvent of a record, the same bytes as <see cref="AuditEventWriter"/> writes.</summary>
    public static byte[] Write(string id, DateTimeOffset recorded, AuditRecord record, string host)
    {
        if (!IsLook(record)) return AuditEventWriter.Write(id, recorded, record, host);
        var ground = record.Grounds.Count == 0 ? null : record.Grounds[0];
        var (entity, person, consent) = (record.Entities.Count == 0 ? "" : record.Entities[0], record.Person ?? "", ground?.Consent ?? "");
        if (!LookTemplate.IsPlain(entity) || !LookTemplate.IsPlain(person) || !LookTemplate.IsPlain(consent) || !LookTemplate.IsPlain(record.Trace.RequestId) || !LookTemplate.IsPlain(record.Trace.TraceParent)) return AuditEventWriter.Write(id, recorded, record, host);

        // Beside a query an entity is named by its type, which is part of the template then.
        var type = record.Query is null || entity.Length == 0 ? "" : AuditEventWriter.TypeOf(entity);
        for (var at = 0; type.Length > 0 && at < record.Entities.Count; at++)
        {
            if (!IsOf(record.Entities[at], type)) return AuditEventWriter.Write(id, recorded, record, host);
        }

        var templates = Known.GetValue(record.Requester, static _ => new());
        var key = new Key(record.Action, record.Trace.NetworkAddress, ground?.BasisUri, ground?.RulePath, record.Person is not null, ground?.Consent is not null, record.Entities.Count > 0 ? type : null, record.Query is not null, record.Trace.TraceParent is not null, host);
        if (!templates.TryGetValue(key, out var template))
        {
            if (templates.Count >= Most) templates.Clear();
            templates[key] = template = LookTemplate.Of(record, host);
        }

        Span<char> moment = stackalloc char[40];
        recorded.TryFormat(moment, out var length, "yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture);
        return template.Write(new(id, moment[..length], person, type.Length == 0 ? entity : entity[(type.Length + 1)..], consent, record.Trace.RequestId, record.Query is { } query ? LookTemplate.InBase64(query) : "", record.Trace.TraceParent ?? ""), record.Entities, type.Length + 1);
    }

    private static bool IsLook(AuditRecord record) =>
        record is { Refused: false, Explanation: null, By: null, Grounds.Count: <= 1 } && (record.Query is not null || record.Entities.Count <= 1);

    private static bool IsOf(string entity, string type) => entity.Length > type.Length && entity[type.Length] == '/' && entity.StartsWith(type, StringComparison.Ordinal) && LookTemplate.IsPlain(entity);

    private readonly record struct Key(AuditAction Action, string? Address, string? Basis, string? Rule, bool HasPerson, bool HasConsent, string? Entity, bool HasQuery, bool HasTrace, string Host)
    {
        // Actions are compared by what they are: each stands once.
        public bool Equals(Key other) => ReferenceEquals(Action, other.Action) && HasPerson == other.HasPerson && HasConsent == other.HasConsent && Entity == other.Entity && Host == other.Host && HasQuery == other.HasQuery && HasTrace == other.HasTrace
            && Address == other.Address && Basis == other.Basis && Rule == other.Rule;

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Action), Address?.Length, Basis?.Length, Rule, HasPerson, HasConsent, Entity, HasQuery);
    }
}
