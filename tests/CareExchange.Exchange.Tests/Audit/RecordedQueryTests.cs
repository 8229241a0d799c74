using CareExchange.Exchange.Audit;

namespace CareExchange.Exchange.Tests.Audit;

public sealed class RecordedQueryTests
{
    [Theory]
    [InlineData("Patient?phone=010-1234-5678&name=김가온", "Patient?phone=***&name=김가온")]
    [InlineData("Patient?email:not=a@b.kr", "Patient?email:not=***")]
    [InlineData("Observation?subject:Patient.telecom=0212345678&code=x", "Observation?subject:Patient.telecom=***&code=x")]
    [InlineData("Practitioner?_has:PractitionerRole:practitioner:phone=02-1", "Practitioner?_has:PractitionerRole:practitioner:phone=***")]
    [InlineData("Patient?phone:missing=true", "Patient?phone:missing=true")]
    [InlineData("Patient?_filter=phone%20eq%20%22010%22", "Patient?_filter=***")]
    [InlineData("Patient?identifier=https://mois.go.kr/rrn%7C480302-2123456", "Patient?identifier=https://mois.go.kr/rrn%7C***")]
    [InlineData("Patient?identifier=4803022123456,x", "Patient?identifier=***,x")]
    [InlineData("Patient?identifier=1234567890123456", "Patient?identifier=1234567890123456")]
    [InlineData("Observation?date=ge2026-01-01&_count=10", "Observation?date=ge2026-01-01&_count=10")]
    [InlineData("Device?headphones=1", "Device?headphones=1")]
    [InlineData("phone", "phone")]
    public void What_stands_nowhere_in_the_clear_does_not_stand_in_the_trail_either(string asked, string recorded) => Assert.Equal(recorded, RecordedQuery.Of(asked));
}
