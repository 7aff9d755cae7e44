"""What is kept: schema, migrations and one repository a subject. The only SQL that writes."""
