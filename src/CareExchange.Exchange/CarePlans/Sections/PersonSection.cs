using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Who the person is: Patient, RelatedPerson, and the facts that belong beside the name.</summary>
internal static class PersonSection
{
    private const string AbleToCare = "urn:careexchange:extension:able-to-care";
    private const string Note = "urn:careexchange:extension:note";

    public static PersonHeader Build(PlanResources resources)
    {
        var patient = resources.OfType("Patient").FirstOrDefault(candidate => candidate.Id == resources.Person);
        var root = patient?.Root ?? default;
        var birth = Days.Partial(root["birthDate"]);
        var died = root["deceased"];
        var deathDay = died.TypeName == "dateTime" ? Days.First(died) : null;
        var (registered, actual) = Addresses(root);
        return new(
            resources.Person,
            Names.Person(root) ?? "",
            birth is { Day: not null } known ? Age(known.First, deathDay ?? resources.Today) : null,
            root["gender"].Text,
            birth is { Day: not null } exact ? exact.First : null,
            died.Exists && died.Text != "false",
            registered,
            actual,
            Phones(root),
            Language(root),
            FactOf(resources, "household-type"),
            [.. Facts.Of(Facts.Standing(resources).Where(fact => Codes.Kind(fact) == "communication"))],
            Contacts(resources, patient),
            patient?.Source);
    }

    /// <summary>Whole years in the way Korea counts since 2023-06-28 (만 나이): the birthday itself completes the year.</summary>
    internal static int Age(DateOnly birth, DateOnly on) => on.Year - birth.Year - (on < birth.AddYears(on.Year - birth.Year) ? 1 : 0);

    private static Fact? FactOf(PlanResources resources, string kind) =>
        Facts.Standing(resources).Where(observation => Codes.Kind(observation) == kind).Select(Facts.Of).OfType<Fact>().FirstOrDefault();

    // R4 address-type: postal is where the law writes to, physical is where the door is. Without a type it is where the person lives.
    private static (string? Registered, string? Actual) Addresses(Element patient)
    {
        string? registered = null, actual = null, any = null;
        foreach (var address in patient.Children("address"))
        {
            if (address["use"].Text == "old" || Address(address) is not { } text) continue;
            switch (address["type"].Text)
            {
                case "postal": registered ??= text; break;
                case "physical": actual ??= text; break;
                default: any ??= text; break;
            }
        }

        return (registered, actual ?? any);
    }

    private static string? Address(Element address)
    {
        if (address["text"].Text is { Length: > 0 } text) return text;
        var parts = string.Join(' ', new[] { address["state"].Text, address["city"].Text, address["district"].Text, address["line"].Text }.Where(part => part is { Length: > 0 }));
        return parts.Length > 0 ? parts : null;
    }

    private static List<string> Phones(Element holder)
    {
        List<string> phones = [];
        foreach (var contact in holder.Children("telecom"))
        {
            if (contact["system"].Text is "phone" or "sms" or null && contact["use"].Text != "old" && contact["value"].Text is { Length: > 0 } number && !phones.Contains(number)) phones.Add(number);
        }

        return phones;
    }

    // Korean is what everybody expects, so it is said only when it is something else.
    private static Phrase? Language(Element patient) =>
        patient["communication"]["language"] is { Exists: true } language && !Codes.Has(language, "ko", "ko-KR") ? Phrases.Of(language) : null;

    private static List<ContactLine> Contacts(PlanResources resources, PlanResource? patient)
    {
        List<ContactLine> contacts = [];
        foreach (var related in resources.OfType("RelatedPerson"))
        {
            var root = related.Root;
            if (root["active"].Text == "false" || Names.Person(root) is not { } name && !root["relationship"].Exists) continue;
            var relationship = Relationship(root);
            contacts.Add(new(
                related.Reference,
                related.Source,
                Names.Person(root) ?? relationship?.Korean ?? "",
                relationship,
                Phones(root),
                root["address"]["text"].Text,
                Days.Partial(root["birthDate"]) is { Day: not null } birth ? Age(birth.First, resources.Today) : null,
                IsGuardian(root, relationship),
                IsEmergency(root),
                Phrases.Join([Care(root), Extension(root, Note) is { } note ? Phrases.Of(note) : null], " · ")));
        }

        if (patient is not null) AddOwnContacts(contacts, patient);
        return [.. Witnesses.Join(contacts, SamePerson, Complete).OrderByDescending(contact => contact.IsGuardian).ThenByDescending(contact => contact.IsEmergency).ThenBy(contact => contact.Reference, StringComparer.Ordinal)];
    }

    // Two partners name the same niece; her telephone number tells that it is her, and not another of that name.
    private static object SamePerson(ContactLine contact) => (contact.Name, contact.Phones is [var phone, ..] ? Digits(phone) : contact.Reference);

    private static ContactLine Complete(ContactLine kept, ContactLine other) => kept with
    {
        Relationship = kept.Relationship ?? other.Relationship,
        Phones = [.. kept.Phones.UnionBy(other.Phones, Digits)],
        Place = kept.Place ?? other.Place,
        Age = kept.Age ?? other.Age,
        IsGuardian = kept.IsGuardian || other.IsGuardian,
        IsEmergency = kept.IsEmergency || other.IsEmergency,
        Note = kept.Note ?? other.Note,
    };

    private static string Digits(string phone) => new([.. phone.Where(char.IsAsciiDigit)]);

    // Being the emergency contact is shown as such and is no kinship.
    private static Phrase? Relationship(Element person) =>
        Phrases.Join(person.Children("relationship").ToArray().Where(concept => !Codes.Has(concept, "C", "emergency-contact")).Select(Phrases.Of).Distinct());

    private static void AddOwnContacts(List<ContactLine> contacts, PlanResource patient)
    {
        foreach (var contact in patient.Root.Children("contact"))
        {
            var relationship = Relationship(contact);
            var name = contact["name"]["text"].Text ?? relationship?.Korean;
            if (name is null) continue;
            contacts.Add(new(patient.Reference, patient.Source, name, relationship, Phones(contact), contact["address"]["text"].Text, null, IsGuardian(contact, relationship), IsEmergency(contact), null));
        }
    }

    private static bool IsGuardian(Element person, Phrase? relationship)
    {
        foreach (var concept in person.Children("relationship"))
        {
            if (Codes.Has(concept, "GUARD", "guardian", "POWATT", "HPOWATT")) return true;
        }

        return relationship?.Korean.Contains("후견", StringComparison.Ordinal) == true;
    }

    // v2-0131 C: emergency contact.
    private static bool IsEmergency(Element person)
    {
        foreach (var concept in person.Children("relationship"))
        {
            if (Codes.Has(concept, "C", "emergency-contact")) return true;
        }

        return false;
    }

    private static Phrase? Care(Element person) => Extension(person, AbleToCare)?.Text switch
    {
        "true" => new("돌볼 수 있음", "able to care"),
        "false" => new("돌보기 어려움", "not able to care"),
        _ => null,
    };

    private static Element? Extension(Element holder, string url)
    {
        foreach (var extension in holder.Children("extension"))
        {
            if (extension["url"].Text == url) return extension["value"];
        }

        return null;
    }
}
