using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Consent;

/// <summary>Flattens a tree of provisions into statements, each with what it inherits.</summary>
internal sealed class ProvisionReader(List<Issue> issues, List<ConsentStatement> statements)
{
    private const int MaximumDepth = 8;

    private static readonly HashSet<string> Understood = new(StringComparer.Ordinal)
    {
        "id", "extension", "type", "period", "actor", "action", "securityLabel", "purpose", "class", "code", "dataPeriod", "data", "provision",
    };

    /// <summary>Reads the root provision and everything inside it.</summary>
    /// <param name="provision">The root provision.</param>
    /// <param name="implied">The effect where it states none.</param>
    /// <param name="custodians">Whose data it is about.</param>
    /// <param name="unreadable">True where something around it could not be read.</param>
    public void ReadRoot(Element provision, ConsentEffect implied, Condition<string> custodians, bool unreadable)
    {
        var around = new ConsentStatement
        {
            Path = "Consent.provision", Effect = ConsentEffect.None, Custodians = custodians, Unreadable = unreadable || custodians.Unreadable,
        };
        Read(provision, around, implied, 0);
    }

    private void Read(Element provision, ConsentStatement above, ConsentEffect? implied, int depth)
    {
        var effect = EffectOf(provision, implied);
        var own = WithClasses(
            new ConsentStatement
            {
                Path = above.Path, Effect = effect, Actors = ReadActors(provision), Labels = ReadCodings(provision, "securityLabel"), LabelledBy = effect,
                DataPeriod = ReadPeriods(provision, "dataPeriod"), Data = ReadData(provision),
            },
            provision);
        var statement = above with
        {
            Effect = effect,
            Periods = Append(above.Periods, ReadPeriods(provision, "period")),
            Purposes = Append(above.Purposes, ReadCodings(provision, "purpose")),
            Actions = Append(above.Actions, ReadConcepts(provision, "action")),
            Actors = Narrowed(above.Actors, own.Actors),
            Classes = Narrowed(above.Classes, own.Classes),
            Codes = Narrowed(above.Codes, own.Codes),
            Labels = Narrowed(above.Labels, own.Labels),
            LabelledBy = own.Labels.IsStated ? effect : above.LabelledBy,
            DataPeriod = Narrowed(above.DataPeriod, own.DataPeriod),
            Data = Narrowed(above.Data, own.Data),
            Unreadable = above.Unreadable | !IsUnderstood(provision) | depth > MaximumDepth,
        };

        // What cannot be read also bounds every exception inside it, whatever that one states itself.
        if (HasUnreadable(statement)) statement = statement with { Unreadable = true };
        if (effect != ConsentEffect.None) statements.Add(statement);

        // Too deep opens nothing more, but a refusal down there still refuses.
        IReadOnlyList<ConsentStatement> around = [.. above.Around, own];
        var index = 0;
        foreach (var inner in provision.Children("provision"))
        {
            Read(inner, statement with { Path = $"{statement.Path}.provision[{index++}]", Around = around }, null, depth + 1);
        }
    }

    // A nested rule must have a type (R4). One that has none, or a type nobody knows, may have been meant as a refusal.
    private ConsentEffect EffectOf(Element provision, ConsentEffect? implied)
    {
        var type = provision["type"];
        if (!type.Exists && implied is { } effect && provision.Kind == JsonKind.Object) return effect;
        if (type.Text == "permit") return ConsentEffect.Permit;
        if (type.Text != "deny") Report("type", "A provision is neither permit nor deny; it is treated as a refusal.", "조항의 유형을 알 수 없어 거부로 처리합니다.", provision);
        return ConsentEffect.Deny;
    }

    private bool IsUnderstood(Element provision)
    {
        if (provision.Kind != JsonKind.Object)
        {
            Report("provision", "A provision is not an object.", "조항의 형식이 올바르지 않습니다.", provision);
            return false;
        }

        if (!WellFormed.Holds(provision))
        {
            Report("json", "A provision has an empty value or states an element twice.", "조항에 빈 값이나 중복된 항목이 있습니다.", provision);
            return false;
        }

        foreach (var child in provision.Children())
        {
            if (Understood.Contains(child.Name)) continue;
            Report("element", "A provision carries an element that is not understood.", "조항에 해석할 수 없는 항목이 있습니다.", child);
            return false;
        }

        foreach (var child in provision.Children())
        {
            if (child.Name is "provision" or "extension" || IsPlain(child)) continue;
            Report("element", "A provision carries an element that is not understood.", "조항에 해석할 수 없는 항목이 있습니다.", child);
            return false;
        }

        return true;
    }

    // Actors and data are backbone elements: a modifier extension may stand in each of them (R4 backboneelement.html).
    private static bool IsPlain(Element element)
    {
        if (element.IsPrimitive) return true;
        if (element.Kind != JsonKind.Object || !WellFormed.Holds(element)) return false;
        foreach (var child in element.Children())
        {
            if (child.Name == "extension") continue;
            if (child.Definition is null || child.Name == "modifierExtension" || !IsPlain(child)) return false;
        }

        return true;
    }

    // Categories may stand in class or in code; both mean the same dimension, so a category in code does not count as a clinical code.
    private ConsentStatement WithClasses(ConsentStatement statement, Element provision)
    {
        var classes = ReadCodings(provision, "class");
        var codes = ReadConcepts(provision, "code");
        var categories = codes.Values.Where(code => code.System == DataCategories.System).ToList();
        if (categories.Count > 0)
        {
            classes = new([.. classes.Values, .. categories], classes.Unreadable);
            codes = new([.. codes.Values.Where(code => code.System != DataCategories.System)], codes.Unreadable);
        }

        foreach (var value in classes.Values)
        {
            if (value.System == DataCategories.System && DataCategories.Find(value.Code) is null)
            {
                Report("category", "A data category is unknown and opens nothing.", "알 수 없는 정보 범주는 열람을 허용하지 않습니다.", provision);
            }
        }

        return statement with { Classes = classes, Codes = codes };
    }

    private Condition<ConsentActor> ReadActors(Element provision)
    {
        List<ConsentActor> actors = [];
        var unreadable = false;
        var any = false;
        foreach (var actor in provision.Children("actor"))
        {
            any = true;
            var (isRecipient, role) = ReadRole(actor["role"]);
            var reference = actor["reference"]["reference"].Text;
            var identifier = actor["reference"]["identifier"];
            Coded? logical = identifier["value"].Text is { } value ? new Coded(identifier["system"].Text, value) : null;
            if (isRecipient && IsLocal(reference)) actors.Add(new ConsentActor(reference, null, role));
            else if (isRecipient && reference is null && logical is not null) actors.Add(new ConsentActor(null, logical, role));
            else
            {
                unreadable = true;
                Report("actor", "An actor is not a recipient this gateway knows how to name.", "수신자를 확인할 수 없는 조항입니다.", actor);
            }
        }

        // An actor that is no recipient (a custodian, a grantor) bounds the rule in a way that is not understood: the list does not open.
        return !any ? Condition<ConsentActor>.Any : unreadable ? new([], true) : new(actors);
    }

    private static (bool IsRecipient, string? Role) ReadRole(Element role)
    {
        foreach (var coding in role.Children("coding"))
        {
            switch (coding["system"].Text, coding["code"].Text)
            {
                case ("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP" or "PRCP"): return (true, null);
                case (RequesterRole.System, { } code): return (true, code);
            }
        }

        return (false, null);
    }

    private static bool IsLocal(string? reference) =>
        reference is not null && reference.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
        && slash == reference.LastIndexOf('/') && slash < reference.Length - 1 && char.IsAsciiLetterUpper(reference[0]);

    private Condition<ConsentData> ReadData(Element provision)
    {
        List<ConsentData> data = [];
        var unreadable = false;
        foreach (var item in provision.Children("data"))
        {
            var reference = item["reference"]["reference"].Text;
            if (item["meaning"].Text is { } meaning && IsLocal(reference)) data.Add(new ConsentData(meaning, reference!));
            else
            {
                unreadable = true;
                Report("data", "Data is pointed at in a way that is not understood.", "조항이 가리키는 자료를 확인할 수 없습니다.", item);
            }
        }

        return new(data, unreadable);
    }

    private Condition<TimeRange> ReadPeriods(Element provision, string name)
    {
        var period = provision[name];
        if (!period.Exists) return Condition<TimeRange>.Any;
        if ((period["start"].Exists || period["end"].Exists) && TimeRange.Between(Stated(period["start"]), Stated(period["end"])) is { } range) return new([range]);
        Report(name == "period" ? "period" : "data-period", "A period cannot be read.", "기간을 읽을 수 없습니다.", period);
        return new([], true);
    }

    // A date that has only an extension (a data-absent reason) is stated but unknown: not the same as an open end.
    private static string? Stated(Element date) => date.Exists ? date.Text ?? "" : null;

    private Condition<Coded> ReadCodings(Element provision, string name)
    {
        List<Coded> codes = [];
        var unreadable = false;
        foreach (var coding in provision.Children(name))
        {
            if (coding["code"].Text is { } code) codes.Add(new Coded(coding["system"].Text, code));
            else unreadable = true;
        }

        if (unreadable) Report(name, $"A value of {name} has no code.", $"{name} 값에 코드가 없습니다.", provision[name]);
        return new(codes, unreadable);
    }

    private Condition<Coded> ReadConcepts(Element provision, string name)
    {
        List<Coded> codes = [];
        var unreadable = false;
        foreach (var concept in provision.Children(name))
        {
            var before = codes.Count;
            foreach (var coding in concept.Children("coding"))
            {
                if (coding["code"].Text is { } code) codes.Add(new Coded(coding["system"].Text, code));
            }

            unreadable |= codes.Count == before;
        }

        if (unreadable) Report(name, $"A value of {name} has no code.", $"{name} 값에 코드가 없습니다.", provision[name]);
        return new(codes, unreadable);
    }

    private static bool HasUnreadable(ConsentStatement statement) =>
        statement.Actors.Unreadable || statement.Classes.Unreadable || statement.Codes.Unreadable || statement.Labels.Unreadable
        || statement.DataPeriod.Unreadable || statement.Data.Unreadable || statement.Periods.Any(period => period.Unreadable)
        || statement.Purposes.Any(purpose => purpose.Unreadable) || statement.Actions.Any(action => action.Unreadable);

    private static Condition<T> Narrowed<T>(Condition<T> above, Condition<T> own) => own.IsStated ? own : above;

    private static IReadOnlyList<Condition<T>> Append<T>(IReadOnlyList<Condition<T>> above, Condition<T> own) =>
        own.IsStated ? [.. above, own] : above;

    private void Report(string rule, string english, string korean, Element at) => issues.Add(ConsentReader.Closed(rule, english, korean, at));
}
