using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Persons;

/// <summary>Joins what several partners say of one person into one Patient. Pure, deterministic, and idempotent.</summary>
/// <remarks>
/// Identifiers, names, telecoms, addresses and contacts are united; every item carries the organisations that state it
/// (<see cref="PartMarks.SourceUrl"/>). What a partner states anew replaces what only that partner stated in the same slot: an address in its use and
/// type (registered and actual stand side by side), a telecom in its system and use, a name in its use. Identifiers are never dropped.
/// Single values (sex, birth date …) are filled where missing and never overwritten; only a death is, and <c>active</c> by who states that the record was merged. What one organisation alone has said it may say anew
/// (see the keeper of persons). As soon as another than the first states something, single values carry marks too (<see cref="StatedSingle"/>). What one organisation alone says keeps its order; several are put in the order of their keys.
/// The resident registration number leaves nothing but the fact that it is known. Narrative stands as long as one organisation alone has spoken and it
/// repeats no such number; as soon as others add something it goes, because it no longer says what the Patient says (R4 narrative.html).
/// </remarks>
public static class PatientMerge
{
    private static readonly string[] Lists = ["identifier", "name", "telecom", "address", "contact", "communication", "generalPractitioner", "link", "extension"];
    private static readonly string[] Singles = ["active", "gender", "birthDate", "maritalStatus", "multipleBirthBoolean", "multipleBirthInteger", "implicitRules", "language"];
    private static readonly string[] Others = ["meta", "contained", "modifierExtension", "photo", "managingOrganization"];
    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The categories of identifiers that say more than who somebody is; all others belong to the Patient's own category.</summary>
    public static IReadOnlyDictionary<string, string> IdentifierCategories { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["urn:careexchange:dementia-no"] = "cognition",
        ["urn:careexchange:nhis-ltc-no"] = "benefit",
        ["urn:careexchange:municipal-case"] = "service",
        ["urn:oid:1.2.410.100110.10.99999901"] = "clinical",
    };

    /// <summary>The Patient after this contribution.</summary>
    /// <param name="existing">The Patient as stored; empty for a new person.</param>
    /// <param name="incoming">The Patient a partner sent.</param>
    /// <param name="source">Id of the partner's Organization.</param>
    /// <param name="owner">Id of the Organization that stated the Patient first; null where nobody has, or nobody asks who states single values.</param>
    /// <returns>UTF-8 JSON, the very bytes of <paramref name="existing"/> where nothing changes; or what is wrong with the JSON.</returns>
    public static Outcome<byte[]> Merge(ReadOnlyMemory<byte> existing, ReadOnlyMemory<byte> incoming, string source, string? owner = null)
    {
        var stated = FhirDocument.Parse(incoming, Schema.R4);
        if (stated.Value is not { } statedDocument) return Outcome.Failure<byte[]>(stated.Issues);
        using (statedDocument) return Merge(existing, statedDocument, source, owner);
    }

    /// <summary>The same of a Patient that was read already.</summary>
    internal static Outcome<byte[]> Merge(ReadOnlyMemory<byte> existing, FhirDocument incoming, string source, string? owner = null)
    {
        var statedRoot = incoming.Root;
        if (statedRoot.TypeName != "Patient") return NoPatient;
        var isNew = existing.IsEmpty;
        var stored = FhirDocument.Parse(isNew ? "{\"resourceType\":\"Patient\"}"u8.ToArray() : existing, Schema.R4);
        if (stored.Value is not { } storedDocument) return Outcome.Failure<byte[]>(stored.Issues);
        using (storedDocument)
        {
            if (storedDocument.Root.TypeName != "Patient") return NoPatient;
            var edit = new DocumentEdit(storedDocument);
            var changes = 0;
            foreach (var name in Lists) changes += MergeList(edit, storedDocument.Root, statedRoot, name, source, owner, isNew);
            foreach (var name in Singles) changes += Fill(edit, storedDocument.Root, statedRoot, name, source, owner);
            foreach (var name in Others) changes += FillAll(edit, storedDocument.Root, statedRoot, name, source, owner);
            changes += MergeReplaced(edit, storedDocument.Root, statedRoot);
            changes += MergeDeath(edit, storedDocument.Root, statedRoot, source, owner);
            changes += MergeNarrative(edit, storedDocument.Root, statedRoot, isNew, changes);
            return changes == 0 && !isNew ? existing.ToArray() : edit.Apply();
        }
    }

    private static Issue NoPatient => Issue.Error("invalid", "patient-expected", "This is not a Patient.", "대상자 자료가 아닙니다.");

    private static int MergeList(DocumentEdit edit, Element stored, Element stated, string name, string source, string? owner, bool isNew)
    {
        if (isNew && StatedItems.Write(stated, name, source) is { } written)
        {
            if (written.Length > 0) edit.Set(stored, name, written);
            return written.Length > 0 ? 1 : 0;
        }

        List<PatientItem> items = [];
        foreach (var element in stored.Children(name)) items.Add(PatientItem.Of(element, name));
        var before = Text(items);
        List<PatientItem> statedItems = [];
        foreach (var element in stated.Children(name)) statedItems.Add(PatientItem.Of(element, name, source));

        // Extensions of the Patient itself carry no mark as long as one organisation alone has spoken.
        if (name == "extension" && owner is not null && source != owner && items.Count + statedItems.Count > 0)
        {
            foreach (var item in items.Where(item => !item.Sources.Any())) item.Mark(owner);
            foreach (var item in statedItems) item.Mark(source);
        }

        var slots = statedItems.Where(item => item.Slot is not null).Select(item => item.Slot).ToHashSet(StringComparer.Ordinal);
        var keys = statedItems.Select(item => item.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item.Slot is not null && slots.Contains(item.Slot) && !keys.Contains(item.Key)) item.Withdraw(source);
        }

        items.RemoveAll(item => item.IsAbandoned);

        // One to one: two items of one statement stay two, however alike they are.
        HashSet<PatientItem> taken = [];
        var added = 0;
        foreach (var item in statedItems)
        {
            if (items.Find(known => known.Key == item.Key && (item.IsResidentNumber || !taken.Contains(known))) is { } known)
            {
                known.Join(item);
                taken.Add(known);
            }
            else
            {
                items.Add(item);
                taken.Add(item);
                added++;
            }
        }

        // What several say stands in the order of its keys: whoever comes first, the same Patient comes out. What one says stands as it was said.
        var isShared = items.SelectMany(item => item.Sources).Distinct(StringComparer.Ordinal).Skip(1).Any() || (name == "extension" && !isNew && added > 0);
        if (isShared) items = [.. items.OrderBy(item => item.Key, StringComparer.Ordinal)];
        var after = Text(items);
        if (after == before || items.Count == 0) return 0;
        edit.Set(stored, name, Encoding.UTF8.GetBytes(after));
        return 1;
    }

    // A primitive may have a value, extensions, or both; extensions are taken over where they speak of the same value.
    private static int Fill(DocumentEdit edit, Element stored, Element stated, string jsonName, string source, string? owner)
    {
        var (standing, brought) = (stored[jsonName], stated[jsonName]);
        if (StatedSingle.IsNeeded(standing, brought, source, owner)) return StatedSingle.Join(edit, stored, stated, jsonName, source, owner);
        var changes = 0;
        if (standing.Raw.IsEmpty && !brought.Raw.IsEmpty)
        {
            edit.Set(stored, jsonName, brought.Raw);
            changes++;
        }

        if (standing.TwinRaw.IsEmpty && !brought.TwinRaw.IsEmpty && (standing.Raw.IsEmpty || standing.Raw.SequenceEqual(brought.Raw)))
        {
            edit.Set(stored, $"_{jsonName}", brought.TwinRaw);
            changes++;
        }

        return changes;
    }

    // Whoever states one first does; meta and what is contained are not told apart.
    private static int FillAll(DocumentEdit edit, Element stored, Element stated, string name, string source, string? owner)
    {
        if (stored[name].Exists) return 0;
        List<string> values = [];
        foreach (var child in stated.Children(name))
        {
            var isTold = name is not ("meta" or "contained") && StatedSingle.IsNeeded(default, child, source, owner);
            values.Add(isTold ? PatientItem.Of(child, name, source).Json.ToJsonString(Written) : Encoding.UTF8.GetString(child.Raw));
        }

        if (values.Count == 0) return 0;
        var isList = name is "contained" or "modifierExtension" or "photo";
        edit.Set(stored, name, Encoding.UTF8.GetBytes(isList ? $"[{string.Join(',', values)}]" : values[0]));
        return 1;
    }

    // Whoever says that a record was merged into another says that it is no longer in use.
    private static int MergeReplaced(DocumentEdit edit, Element stored, Element stated)
    {
        if (PersonLinks.ReplacedBy(stated) is null || stated["active"].Text != "false" || stored["active"].Text is null or "false") return 0;
        edit.Set(stored, "active", "false"u8);
        return 1;
    }

    private static int MergeDeath(DocumentEdit edit, Element stored, Element stated, string source, string? owner)
    {
        var death = stated["deceased"];
        var known = stored["deceased"];
        var isOlder = !death.Exists || ((!death.HasValue || death.Text == "false") && known.Exists) || (known.Exists && known.Text != "false" && !(known.TypeName == "boolean" && death.TypeName == "dateTime"));
        if (isOlder) return known.Exists && StatedSingle.IsNeeded(known, death, source, owner) ? StatedSingle.Join(edit, stored, stated, known.JsonName, source, owner) : 0;
        if (known.Exists && known.JsonName != death.JsonName) edit.Remove(known);
        if (StatedSingle.IsNeeded(known, death, source, owner)) return StatedSingle.Replace(edit, stored, stated, death.JsonName, source, owner);
        if (!death.Raw.IsEmpty) edit.Set(stored, death.JsonName, death.Raw);
        if (!death.TwinRaw.IsEmpty) edit.Set(stored, $"_{death.JsonName}", death.TwinRaw);
        return 1;
    }

    private static int MergeNarrative(DocumentEdit edit, Element stored, Element stated, bool isNew, int changes)
    {
        if (!isNew)
        {
            if (changes == 0 || !stored["text"].Exists) return 0;
            edit.Remove(stored["text"]);
            return 1;
        }

        var narrative = stated["text"];
        if (!narrative.Exists || ResidentNumber.IsIn(narrative["div"].Text)) return 0;
        foreach (var identifier in stated.Children("identifier"))
        {
            // A number that belongs to another category than the Patient must not be read here by whoever may not read it there.
            if (identifier["value"].Text is { Length: > 0 } value && IdentifierCategories.ContainsKey(identifier["system"].Text ?? "") && narrative["div"].Text?.Contains(value, StringComparison.Ordinal) == true) return 0;
        }

        edit.Set(stored, "text", narrative.Raw);
        return 1;
    }

    private static string Text(List<PatientItem> items) => new JsonArray([.. items.Select(item => item.Json.DeepClone())]).ToJsonString(Written);
}
