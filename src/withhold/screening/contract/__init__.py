"""What a batch must look like, described for people and for programs: empty templates and schemas to download."""
