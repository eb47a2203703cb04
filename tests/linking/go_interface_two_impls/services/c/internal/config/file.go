package config

type file struct{ mock bool }

func (f *file) IsMock() bool { return f.mock }

func FromFile() Config { return &file{} }
