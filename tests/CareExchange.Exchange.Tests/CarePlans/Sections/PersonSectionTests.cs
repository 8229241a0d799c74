using CareExchange.Exchange.CarePlans.Sections;
using static CareExchange.Exchange.Tests.CarePlans.Contributions;

namespace CareExchange.Exchange.Tests.CarePlans.Sections;

public sealed class PersonSectionTests
{
    [Fact]
    public void The_header_has_name_age_sex_and_both_addresses()
    {
        var person = Plan(Resource(
            """
            {'resourceType':'Patient','id':'p1','name':[{'text':'김가온(가명)'}],'gender':'female','birthDate':'1948-03-02',
             'telecom':[{'system':'phone','value':'02-0000-1948'},{'system':'email','value':'a@b.example'}],
             'address':[{'type':'postal','text':'은평구 응암로 7'},{'type':'physical','text':'서대문구 증가로 36'},{'use':'old','text':'옛집'}]}
            """, "identity")).Person;

        Assert.Equal(("김가온(가명)", 78, "female"), (person.Name, person.Age, person.Sex));
        Assert.Equal(("은평구 응암로 7", "서대문구 증가로 36"), (person.RegisteredAddress, person.ActualAddress));
        Assert.True(person.AddressesDiffer);
        Assert.Equal(["02-0000-1948"], person.Phones);
    }

    [Theory]
    [InlineData("1948-03-02", "2026-03-01", 77)]
    [InlineData("1948-03-02", "2026-03-02", 78)]
    [InlineData("2000-02-29", "2025-02-28", 25)]
    [InlineData("2000-02-29", "2025-02-27", 24)]
    public void Age_is_counted_in_whole_years(string birth, string on, int age) =>
        Assert.Equal(age, PersonSection.Age(DateOnly.ParseExact(birth, "yyyy-MM-dd"), DateOnly.ParseExact(on, "yyyy-MM-dd")));

    [Theory]
    [InlineData("{'family':'김','given':['가온']}", "김가온")]
    [InlineData("{'family':'Smith','given':['Jane']}", "Smith Jane")]
    [InlineData("{}", "")]
    public void A_name_in_parts_is_joined_as_its_language_does(string name, string expected) =>
        Assert.Equal(expected, Plan(Resource($"{{'resourceType':'Patient','id':'p1','name':[{name}]}}", "identity")).Person.Name);

    [Fact]
    public void A_birth_date_of_which_only_the_year_is_known_gives_no_age()
    {
        var person = Plan(Resource("{'resourceType':'Patient','id':'p1','birthDate':'1948'}", "identity")).Person;

        Assert.Null(person.Age);
        Assert.Null(person.BirthDate);
    }

    [Fact]
    public void Guardians_come_before_emergency_contacts_and_these_before_the_rest()
    {
        var contacts = Plan(
            Resource("{'resourceType':'RelatedPerson','id':'r1','patient':{'reference':'Patient/p1'},'name':[{'text':'박이웃'}],'relationship':[{'text':'이웃'}]}", "household"),
            Resource("{'resourceType':'RelatedPerson','id':'r2','patient':{'reference':'Patient/p1'},'name':[{'text':'김마루'}],'relationship':[{'coding':[{'code':'C'}],'text':'딸'}],'telecom':[{'system':'phone','value':'010-0000-0001'}],'extension':[{'url':'urn:careexchange:extension:able-to-care','valueBoolean':false}]}", "household"),
            Resource("{'resourceType':'RelatedPerson','id':'r3','patient':{'reference':'Patient/p1'},'name':[{'text':'이후견'}],'relationship':[{'coding':[{'code':'GUARD'}],'text':'후견인'}]}", "household")).Person.Contacts;

        Assert.Equal(["이후견", "김마루", "박이웃"], contacts.Select(contact => contact.Name));
        Assert.Equal((true, false, false), (contacts[0].IsGuardian, contacts[1].IsGuardian, contacts[2].IsGuardian));
        Assert.True(contacts[1].IsEmergency);
        Assert.Equal("돌보기 어려움", contacts[1].Note!.Korean);
    }

    [Fact]
    public void Household_and_communication_stand_in_the_header_and_not_among_the_circumstances()
    {
        var plan = Plan(
            Resource("{'resourceType':'Observation','id':'o1','status':'final','code':{'coding':[{'system':'urn:careexchange:observation','code':'household-type','display':'Household type'}],'text':'세대유형'},'valueCodeableConcept':{'text':'독거'}}", "household"),
            Resource("{'resourceType':'Observation','id':'o2','status':'final','code':{'coding':[{'system':'urn:careexchange:observation','code':'communication'}],'text':'의사소통'},'valueString':'큰 소리로'}", "household"));

        Assert.Equal("독거", plan.Person.Household!.Text.Korean);
        Assert.Equal("Household type", plan.Person.Household.Name.English);
        Assert.Equal("큰 소리로", plan.Person.Communication.Single().Text.Korean);
        Assert.Empty(plan.Needs.Circumstances);
    }

    [Fact]
    public void The_same_relative_named_by_several_partners_is_one_contact_with_all_that_is_known()
    {
        string Niece(string id, string extra) => $"{{'resourceType':'RelatedPerson','id':'{id}','patient':{{'reference':'Patient/p1'}},'name':[{{'text':'김하나'}}],'telecom':[{{'system':'phone','value':'010-0000-0121'}}]{extra}}}";

        var contact = Assert.Single(Plan(
            Resource(Niece("r1", ",'relationship':[{'text':'조카'},{'coding':[{'code':'C'}],'text':'비상연락처'}]"), "household", "hongje-homecare"),
            Resource(Niece("r2", ",'birthDate':'1979-01-01','address':[{'text':'경기도'}]"), "household", "nhis-seodaemun", stored: Stored.AddDays(1))).Person.Contacts);

        Assert.Equal(("조카", 47, "경기도", true), (contact.Relationship!.Korean, contact.Age, contact.Place, contact.IsEmergency));
        Assert.Equal("hongje-homecare", contact.AlsoSaidBy.Single().OrganizationId);
    }

    [Fact]
    public void A_person_who_died_keeps_the_age_of_that_day()
    {
        var person = Plan(Resource("{'resourceType':'Patient','id':'p1','birthDate':'1948-03-02','deceasedDateTime':'2020-01-01'}", "identity")).Person;

        Assert.True(person.Deceased);
        Assert.Equal(71, person.Age);
    }
}
